"""The words that say why somebody is heard, other than by office: "a neighbor", "who saw the flood"."""

from provenance.lexicon.grammar import small_words
from provenance.lexicon.reporting import reporting_forms
from provenance.models import Span
from provenance.resolve.names import HONORIFICS
from provenance.resolve.titles import LONGEST_DESCRIPTION, is_inner_stop, place_end, rank_words
from provenance.resolve.words import Word


def reason_for(
    words: tuple[Word, ...], before: tuple[int, int], stop: int, after: tuple[int, int] | None
) -> Span | None:
    """Where the words around a name say it, given its title's words before it and its description's after it."""
    if clause := clause_after(words, after[1] if after else stop):
        return Span(words[clause[0]].start, words[clause[1] - 1].end)
    if after and not rank_words(_spelt(words[slice(*after)])):
        return Span(words[after[0]].start, words[after[1] - 1].end)
    title = words[slice(*before)]
    if title and not rank_words(_spelt(title)):
        kept = [w for w in title if w.text != "," and w.lower.rstrip(".") not in HONORIFICS]
        return Span(kept[0].start, kept[-1].end) if kept else None
    return None


def _spelt(words: tuple[Word, ...]) -> str:
    return " ".join(w.text for w in words)


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
    return verb not in reporting_forms() or verb in small_words("deeds") or bool(_ACHIEVING & beside)


_FORESEEN = frozenset("will would might may should must shall".split())
_ACHIEVING = frozenset("successfully correctly accurately rightly".split())
_BE = frozenset("is was are were be been".split())
_BESIDE = _BE | frozenset("has have had did does do being also then once often still now never not who".split())
_TIMES = (("in", "the", "past"), ("at", "the", "time"), ("in", "the", "end"))


def _beside_verb(words: tuple[Word, ...], at: int) -> int:
    """How many words at `at` are an auxiliary, an adverb or a time before the verb; 0 at the verb itself."""
    if words[at].lower in _BESIDE or (words[at].lower.endswith("ly") and len(words[at].text) > 4):
        return 1
    if tuple(w.lower for w in words[at : at + 3]) in _TIMES:
        return 3
    dated = words[at].lower in ("last", "this", "on", "in") and at + 2 < len(words)
    return 2 if dated and (words[at].lower in ("last", "this") or not words[at + 1].text.islower()) else 0
