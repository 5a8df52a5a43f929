"""The office that a verb gives somebody: "Jane Roe resigned on Monday as mayor of Harrow"."""

from provenance.models import SourceType
from provenance.resolve.titles import core_end, role_at
from provenance.resolve.words import Word

_HOLDING = frozenset("resigned resigns resign served serves stepped steps retired retires quit".split())
_BEFORE_VERB = frozenset("has had have also who".split())
_GOES_ON = frozenset(
    "after amid and at because before but during following for from in last on over since this to until when while "
    "with".split()
)
"""What may follow an office; a verb makes it the subject of a clause: "resigned as the mayor asked"."""

NEAR = 5
"""How many words may stand between the verb and its "as"."""

LONGEST_OFFICE = 10
"""How many words an office may have."""


def office_held(words: tuple[Word, ...], stop: int) -> tuple[int, int] | None:
    """The words of the office that the verb after a name tells of; None when it tells of none."""
    verb = stop
    while verb < len(words) and words[verb].lower in _BEFORE_VERB:
        verb += 1
    if verb >= len(words) or words[verb].lower not in _HOLDING:
        return None
    following = words[verb + 1 : verb + 1 + NEAR]
    near = next((n for n, word in enumerate(following) if word.lower == "as" or word.is_punctuation), None)
    if near is None or following[near].lower != "as":
        return None
    first = verb + near + 2
    end = _office_end(words, first)
    role = role_at(words, first, end) if first < end else None
    office = role and not role.plural and role.entry.source_type is not SourceType.INDIVIDUAL
    goes_on = end >= len(words) or words[end].is_punctuation or words[end].lower in _GOES_ON
    return (first, end) if office and goes_on else None


def _office_end(words: tuple[Word, ...], first: int) -> int:
    """Where the office ends, with what it is of: "minister of the interior"."""
    limit = min(len(words), first + LONGEST_OFFICE)
    end = core_end(words, first, limit) if first < limit else first
    while end + 1 < limit and words[end].text == "of":
        end = core_end(words, end + 1, limit)
    return next((n for n in range(first + 1, end) if words[n].lower in _GOES_ON), end)
