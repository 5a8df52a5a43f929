"""Whether "the Florida senator" and "the Democratic nominee" may be somebody, by what the text calls him or her."""

import re
from itertools import pairwise

from provenance.lexicon.grammar import small_words
from provenance.lexicon.registry import registry
from provenance.lexicon.states import states
from provenance.resolve.cast import Figure
from provenance.resolve.names import is_name_word
from provenance.resolve.phrases import Phrase
from provenance.resolve.words import Word, split_words

_PARTY_NAMES = {"gop": "republican", "democrat": "democratic", "democrats": "democratic", "republicans": "republican"}
_PARTY_TAGS = {"D": "democratic", "R": "republican", "I": "independent"}
_APART = (
    {"democratic", "republican", "independent", "libertarian"},
    {"labour", "conservative"},
    {"labour", "tory"},
)
"""Parties of which nobody belongs to two."""

_TAG = re.compile(r"(?<!\w)([DRI])[-–]([A-Z][\w.]*(?: [A-Z][\w.]*)?)|\(([A-Z][\w.]{1,6})\)")


def parties_of(titles: tuple[str, ...]) -> set[str]:
    """The parties that titles name: "Republican nominee", "Sen. (R-Wis.)"."""
    words = (w.lower() for title in titles for w in re.findall(r"[\w-]+", title))
    named = {_party(w) for w in words if w in small_words("parties") or w in _PARTY_NAMES}
    return named | {_PARTY_TAGS[m[1]] for title in titles for m in _TAG.finditer(title) if m[1]}


def _party(word: str) -> str:
    return _PARTY_NAMES.get(word, word)


def states_of(titles: tuple[str, ...]) -> set[str]:
    """The states that titles place somebody in: "Sen. (R-Wis.)", "Senator, Florida", "Iowa governor"."""
    tags = {state_named(m[2] or m[3]) for title in titles for m in _TAG.finditer(title)}
    return {s for s in tags if s} | {s for title in titles for s in _states_in(split_words(title))}


def state_named(name: str) -> str | None:
    """The state that a name or an abbreviation stands for."""
    return states().get(name.rstrip("."))


def _states_in(words: tuple[Word, ...]) -> set[str]:
    """The states among words, the longest names first; the one in "Washington Post" is part of a name."""
    found, at = set[str](), 0
    while at < len(words):
        spelt = ((n, " ".join(w.text for w in words[at : at + n])) for n in (2, 1))
        length, name = next(((n, name) for n, name in spelt if states().get(name) == name), (1, ""))
        if name and not _begins_name(words[at + length : at + length + 2]):
            found.add(name)
        at += length
    return found


def _begins_name(after: tuple[Word, ...]) -> bool:
    """Whether a state's name only begins another, by what follows: "Washington Post", but "Wisconsin Sen. Roe"."""
    if not after or not is_name_word(after[0]) or after[0].lower in small_words("parties") | _CHAMBERS:
        return False
    found = [(n, registry().role(tuple(w.text for w in after[:n]))) for n in (1, 2)]
    return not any(role and role.length == n for n, role in found)


_CHAMBERS = frozenset(("senate", "house", "assembly", "supreme"))
"""What a state has, rather than words of another name: "Wisconsin Senate candidate"."""


def contradicts(phrase: Phrase, figure: Figure) -> bool:
    """Whether the party or the state that a phrase names is not the one that the text gives somebody."""
    parties, wanted = parties_of(figure.titles), _parties_in(phrase)
    apart = any(w in group and not wanted & parties and parties & group - {w} for w in wanted for group in _APART)
    places, place = states_of(figure.titles), _states_of_phrase(phrase)
    return bool(apart or (place and places and not place & places))


def confirms(phrase: Phrase, figure: Figure) -> int:
    """How many of a phrase's parties, states and names the text gives somebody."""
    parties = _parties_in(phrase) & parties_of(figure.titles)
    places = _states_of_phrase(phrase) & states_of(figure.titles)
    described = {w for title in figure.titles for w in re.findall(r"[\w-]+", title)}
    names = {w.text for w in phrase.modifiers if is_name_word(w) and w.lower not in small_words("parties")}
    return len(parties) + len(places or names & described)


def _parties_in(phrase: Phrase) -> set[str]:
    words = (w.lower for w in phrase.core)
    return {_party(w) for w in words if w in small_words("parties") or w in _PARTY_NAMES}


def _states_of_phrase(phrase: Phrase) -> set[str]:
    """The states before and after a phrase's noun: "the Florida senator", "the senator from Florida"."""
    placed = [n for n, (one, _) in enumerate(pairwise(phrase.after)) if one.text in ("from", "of")][:1]
    after = phrase.after[placed[0] + 1 : placed[0] + 3] if placed == [0] else ()
    return _states_in(phrase.core) | _states_in(after)
