"""Whether a claim's reporting word takes a side, whether it is hedged, and how much of it is quoted."""

import re
from bisect import bisect_left, bisect_right
from functools import cache

from provenance.lexicon.reporting import stance_of
from provenance.lexicon.silences import HEDGES
from provenance.models import Attribution, Kind, Quotation, Span, Stance

_WORDLESS = re.compile(r"\W")


def judge_stance(text: str, attribution: Attribution) -> Stance:
    """The side that the reporting words take; a silence takes none."""
    if attribution.kind is not Kind.CLAIM:
        return Stance.NEUTRAL
    return Stance(stance_of(" ".join(span.of(text) for span in attribution.cue)))


@cache
def _hedge() -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(e.name) for e in HEDGES.entries()) + r")(?!\w)", re.IGNORECASE)


def is_hedged(text: str, attribution: Attribution) -> bool:
    """Whether a word like "reportedly" stands between the source and its reporting word, or right beside them."""
    if attribution.kind is not Kind.CLAIM or not attribution.cue:
        return False
    near = (*attribution.cue, *attribution.source)
    first = max(attribution.statement.start, min(s.start for s in near) - 15)
    last = min(max(attribution.statement.end, first), max(s.end for s in near) + 15)
    places = (Span(m.start(), m.end()) for m in _hedge().finditer(text, first, last))
    return any(not any(place.overlaps(c) for c in attribution.content) for place in places)


def measure_quotation(text: str, attribution: Attribution, quoted: tuple[Span, ...]) -> Quotation:
    """Whether all, some or none of what is claimed stands in quotation marks; marks and punctuation do not count.

    `quoted` are the article's quotations, sorted and disjoint.
    """
    inside = outside = 0
    for piece in attribution.content:
        covered = [Span(max(piece.start, q.start), min(piece.end, q.end)) for q in _overlapping(quoted, piece)]
        quoted_words = sum(_letters(span.of(text)) for span in covered)
        inside += quoted_words
        outside += _letters(piece.of(text)) - quoted_words
    if not inside:
        return Quotation.INDIRECT
    return Quotation.MIXED if outside else Quotation.DIRECT


def _overlapping(quoted: tuple[Span, ...], piece: Span) -> tuple[Span, ...]:
    """The quotations, sorted and disjoint as they are, that share something with a piece."""
    first = bisect_right(quoted, piece.start, key=lambda q: q.end)
    return quoted[first : bisect_left(quoted, piece.end, key=lambda q: q.start)]


def _letters(piece: str) -> int:
    return len(_WORDLESS.sub("", piece))
