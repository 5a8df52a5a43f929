"""The words that say why somebody is heard, other than by office: "a neighbor", "who saw the flood"."""

from provenance.lexicon.entries import HONORIFICS
from provenance.lexicon.grammar import small_words
from provenance.lexicon.registry import registry
from provenance.lexicon.reporting import reporting_forms
from provenance.models import Span
from provenance.resolve.names import is_name_word
from provenance.resolve.titles import (
    LONGEST_DESCRIPTION,
    core_end,
    is_inner_stop,
    is_one_of,
    place_end,
    rank_words,
    title_before,
)
from provenance.resolve.words import Word


def reason_for(
    words: tuple[Word, ...], before: tuple[int, int], stop: int, after: tuple[int, int] | None
) -> Span | None:
    """Where the words around a name say it, given its title's words before it and its description's after it."""
    if clause := clause_after(words, after[1] if after else stop):
        return _place(words, clause)
    if after and _is_reason(words[slice(*after)]):
        return _place(words, after)
    if added := what_body_does(words, after):
        return _place(words, added)
    apposed = (title_before(words, before[0]), before[0] - 1)
    if apposed[0] < apposed[1] and words[apposed[1]].text == "," and _is_reason(words[slice(*apposed)]):
        return _place(words, apposed)
    title = words[slice(*before)]
    if title and _is_reason(title):
        kept = [w for w in title if w.text != "," and w.lower.rstrip(".") not in HONORIFICS]
        return Span(kept[0].start, kept[-1].end) if kept else None
    return None


def _place(words: tuple[Word, ...], part: tuple[int, int]) -> Span:
    return Span(words[part[0]].start, words[part[1] - 1].end)


def _is_reason(words: tuple[Word, ...]) -> bool:
    """Whether a description is no office, or only says that somebody is one of several."""
    if words[0].lower == "another" or is_one_of(words):
        return sum(not w.is_punctuation for w in words) > 2
    return not rank_words(_spelt(words))


def what_body_does(words: tuple[Word, ...], after: tuple[int, int] | None) -> tuple[int, int] | None:
    """What is said of the body that ends a description: "head of Weir Watch, which counts fish", ", part of a pact"."""
    if after is None or after[1] + 2 >= len(words) or words[after[1]].text != ",":
        return None
    first = end = after[1] + 1
    while end < len(words) and end - first < LONGEST_DESCRIPTION and not _closes(words, end):
        end += 1
    opener, following = words[first].lower, words[first + 1].lower
    head = tuple(w.text for w in words[first : core_end(words, first, end)])
    body = registry().body(head) if opener in ("a", "an") else None
    named = is_name_word(words[after[1] - 1]) and is_name_word(words[after[1] - 2])
    told = (opener, following) == ("part", "of") or (opener == "which" and named) or (body and body.entry.noun)
    return (first, end) if told and end - first > (2 if opener == "which" else 3) else None


def _spelt(words: tuple[Word, ...]) -> str:
    return " ".join(w.text + "’s" * w.possessive for w in words)


def clause_after(words: tuple[Word, ...], stop: int) -> tuple[int, int] | None:
    """The relative clause after a name that tells of a life or a deed: "who lives by the dam"."""
    at = stop
    while at < len(words) and words[at].text == ",":
        at += 1
    if at >= len(words) or words[at].text not in ("who", "whose"):
        return None
    end = at + 1
    while end < len(words) and end - at < LONGEST_DESCRIPTION and not _closes(words, end):
        end += 1
    if end - at < 3 or not tells_of_life(words[at:end]):
        return None
    return at, place_end(words, end)


def _closes(words: tuple[Word, ...], at: int) -> bool:
    """Whether a mark ends a clause."""
    return words[at].text in (",", ".", ";", "—", "”", "“", '"') and not is_inner_stop(words, at)


def tells_of_life(words: tuple[Word, ...]) -> bool:
    """Whether a clause with "who" or "whose" is of a life or a deed, not of what is said, thought or expected."""
    if words[0].text == "whose":
        return not any(w.lower in _FORESEEN for w in words)
    at, passive = 0, words[0].possessive
    while at < len(words) - 1 and (count := _beside_verb(words, at)):
        passive = passive or words[at].lower in _BE
        at += count
    verb, beside = words[at].lower, {w.lower for w in words[:at]}
    if verb in _FORESEEN:
        return False
    if passive and not verb.endswith("ing"):
        return verb not in small_words("hearsay")
    deed = verb in small_words("deeds") and words[at + 1 : at + 2] != () and words[at + 1].lower != "that"
    return verb not in reporting_forms() or deed or bool(_ACHIEVING & beside)


_FORESEEN = frozenset("will would might may should must shall".split())
_ACHIEVING = frozenset("successfully correctly accurately rightly".split())
_BE = frozenset("is was are were be been".split())
_BESIDE = _BE | frozenset(
    "has have had did does do being also then once often still now never not who just ever already long always even "
    "later soon first again".split()
)
_TIMES = (("in", "the", "past"), ("at", "the", "time"), ("in", "the", "end"))


def _beside_verb(words: tuple[Word, ...], at: int) -> int:
    """How many words at `at` are an auxiliary, an adverb or a time before the verb; 0 at the verb itself."""
    if words[at].lower in _BESIDE or (words[at].lower.endswith("ly") and len(words[at].text) > 4):
        return 1
    if tuple(w.lower for w in words[at : at + 3]) in _TIMES:
        return 3
    dated = words[at].lower in ("last", "this", "on", "in") and at + 2 < len(words)
    return 2 if dated and (words[at].lower in ("last", "this") or not words[at + 1].text.islower()) else 0
