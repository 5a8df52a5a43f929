"""A title as a directory would print it: of one person, without an age, without the clause that runs on after it."""

import re

from provenance.lexicon.entries import Role
from provenance.lexicon.grammar import small_words
from provenance.lexicon.registry import Tail, registry
from provenance.models import SourceType
from provenance.resolve.words import Word, split_words

_FINITE = frozenset("has have had is are was were will would can could may might must should".split())
_CLAUSE = frozenset("who whose whom which that where".split())
_DANGLING = frozenset("a an the in of on at for to by and or but with from as he she his her been".split())
_MARKS = frozenset(",;:—–-(")
_OPENERS = frozenset("a an the one two three now his her its their our my".split())
_AGE = re.compile(r"\d{1,3}-years?(?:-old)?|(?:\w+-)?\w+-year-old")
_NO_PARTICIPLE = frozenset(("turned", "elected", "during"))
"""Words that go with the noun before them: "soldier turned mayor", "director during the war"."""


def neat(title: str) -> str:
    """A title's words without article, age and running-on clause, a plural made singular; empty when none is left."""
    title = _THEN.sub("then ", _ALSO.sub(_and_office, title))
    words = split_words(title)
    first = _after_openers(words)
    words = words[first : _clause_at(words, first)]
    while words and (words[-1].text in _MARKS or words[-1].lower in _DANGLING):
        words = words[:-1]
    return _singular(title, words) if words else ""


_THEN = re.compile(r"^then (?:an?|the)\s+")
_ALSO = re.compile(r",?\s+who (?:is|was)(?: now| also| then)?\s+(?:(?:an?|the)\s+)?(.+)", re.DOTALL)


def _and_office(match: re.Match[str]) -> str:
    """The office that a relative clause adds to one: "physicist who is a director of" is both."""
    words = split_words(match[1])
    end = next((n for n, w in enumerate(words) if _ends_head(w)), len(words))
    found = (registry().role(tuple(w.text for w in words[:n])) for n in range(1, end + 1))
    office = any(role and role.entry.source_type is not SourceType.INDIVIDUAL for role in found)
    doing = words[0].lower.endswith("ing") and words[0].lower not in _IN_OFFICE
    return f", {match[1]}" if office and not doing else match[0]


_IN_OFFICE = frozenset("acting founding leading managing ranking visiting".split())


def _after_openers(words: tuple[Word, ...]) -> int:
    """Where a title begins after an article, a number or an age: "the 68-year-old former mayor"."""
    at = 0
    while at < len(words) - 1:
        aged = bool(_AGE.fullmatch(words[at].lower))
        counted = words[at].lower in _OPENERS and words[at + 1].text != "of"
        if not (aged or counted or words[at].text == ","):
            break
        at += 2 if aged and words[at + 1].lower == "old" else 1
    return at


def _clause_at(words: tuple[Word, ...], first: int) -> int:
    """Where a verb or a relative clause begins: "agent has written", "mayor bidding to", "pastor who"."""
    for at in range(first + 1, len(words)):
        if words[at].lower in _FINITE or words[at].lower in _CLAUSE or runs_on(words[first:], at - first):
            return at
    return len(words)


def runs_on(words: tuple[Word, ...], at: int) -> bool:
    """Whether a participle after a role opens what the person does: "mayor bidding to", not "nurse training chief"."""
    word = words[at]
    if not 0 < at < len(words) - 1 or not word.text.islower() or word.lower in _NO_PARTICIPLE:
        return False
    if not word.lower.endswith(("ing", "ed")):
        return False
    known = registry()
    if not known.role(tuple(w.text for w in words[:at])) or known.role(tuple(w.text for w in words[: at + 1])):
        return False
    return not any(known.role(tuple(w.text for w in words[at + 1 : at + n])) for n in (2, 3))


def _singular(title: str, words: tuple[Word, ...]) -> str:
    """The words with the noun that heads them made singular: "nuclear experts" is what each is."""
    end = next((n for n, w in enumerate(words) if n and _ends_head(w)), len(words))
    shown = title[words[0].start : words[-1].end]
    if (one := single_form(words[:end])) is None:
        return shown
    last = words[end - 1]
    cut = words[end - len(one)].start
    return title[words[0].start : cut] + " ".join(one) + title[last.end : words[-1].end]


def _ends_head(word: Word) -> bool:
    return word.text in small_words("phrase ends") or (word.is_punctuation and word.text not in "-&$#@'’")


def single_form(words: tuple[Word, ...]) -> tuple[str, ...] | None:
    """What the role that the words end with is for one of several: "Sens." is "Sen."; None when it is for one."""
    texts = tuple(w.text for w in words)
    found = registry().role(texts)
    if found is None:
        return None
    if found.plural:
        return _of_entry(texts, found)
    short = re.sub(r"s\.$", ".", texts[-1])
    return (*texts[-found.length : -1], short) if short != texts[-1] and registry().role((short,)) else None


def _of_entry(texts: tuple[str, ...], found: Tail[Role]) -> tuple[str, ...] | None:
    """A plural's singular, in the capitals of the plural; None for a word that always stands for several."""
    plural, single = texts[-found.length :], tuple(found.entry.name.split())
    if found.entry.collective or len(single) != len(plural):
        return None
    return tuple(s[:1].upper() + s[1:] if p[:1].isupper() else s for p, s in zip(plural, single, strict=True))
