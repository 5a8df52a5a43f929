"""Whom an obituary is about: in it, "she" is the one who has died wherever a paragraph has named nobody else yet."""

import re

from provenance.models import Span
from provenance.resolve.cast import Cast, Sort
from provenance.resolve.words import Layout

OPENING = 5
"""In how many first paragraphs an obituary says who has died."""

DESCRIBED = 400
"""How many characters after the name it says so."""

_DIED = re.compile(r"\b(?:died|has died|dies|was found dead)\b")
_AGE = re.compile(
    r"\b(?:[Hh]e|[Ss]he)\s+was\s+\d{2,3}[.,]|\b(?:dies|dead)\s+at\s+\d{2,3}\b|\b(?:died|dies)[^.]{0,80}\baged?\s+\d{2,3}\b"
)


def mourned(layout: Layout, cast: Cast) -> str:
    """The key of the person whom an obituary is about; empty when the article is none.

    It opens with a full name, behind which the same paragraph says that its bearer died, and it soon says at what age.
    """
    opening = layout.paragraphs[:OPENING]
    if not opening or not _AGE.search(layout.text, opening[0].start, opening[-1].end):
        return ""
    for paragraph in opening:
        people = (s for s in cast.within(paragraph) if cast.figures[s.key].sort is Sort.PERSON)
        first = next(people, None)
        if first and first.full and not first.possessive and first.span.start - paragraph.start < FIRST:
            end = min(paragraph.end, first.span.end + DESCRIBED)
            if _DIED.search(layout.text, first.span.end, end):
                return first.key
    return ""


FIRST = 60
"""How many characters of a paragraph may come before the name, for a place or an office."""


def is_alone(layout: Layout, cast: Cast, key: str, offset: int) -> bool:
    """Whether the paragraph of an offset has named no other person before it."""
    start = layout.paragraphs[layout.paragraph_at(offset)].start
    before = cast.within(Span(start, offset)) if start < offset else ()
    return all(s.key == key or cast.figures[s.key].sort is not Sort.PERSON for s in before)
