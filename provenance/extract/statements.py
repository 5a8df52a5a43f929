"""Which sentences carry a claim: those of its content and its tag."""

from bisect import bisect_right
from collections.abc import Sequence

import attrs

from provenance.models import Attribution, Kind, Span
from provenance.text import paragraphs, sentences


@attrs.frozen(kw_only=True)
class Evidence:
    """One attribution's spans, each kind sorted; `content` is never empty."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


def place_statements(text: str, found: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    """The same attributions, each claim with its statement."""
    claims = [one for one in found if one.kind is Kind.CLAIM]
    evidence = [Evidence(source=one.source, cue=one.cue, content=one.content) for one in claims]
    placed = iter(find_statements(text, evidence))
    return tuple(attrs.evolve(one, statement=next(placed)) if one.kind is Kind.CLAIM else one for one in found)


def find_statements(text: str, found: Sequence[Evidence]) -> tuple[Span, ...]:
    """The sentences that each attribution's content and cue stand in, in the order given.

    They lie in one paragraph: that of most of the content. Who speaks is not known here; neighbouring statements of one
    source are joined when it is.
    """
    lines = paragraphs(text)
    starts = [line.start for line in lines]
    cut: dict[int, tuple[Span, ...]] = {}
    placed = []
    for one in found:
        at = _paragraph(one.content, starts)
        if at not in cut:
            cut[at] = sentences(text, lines[at])
        placed.append(_carrying(one, lines[at], cut[at]))
    return tuple(placed)


def _paragraph(content: Sequence[Span], starts: Sequence[int]) -> int:
    sizes: dict[int, int] = {}
    for span in content:
        at = max(0, bisect_right(starts, span.start) - 1)
        sizes[at] = sizes.get(at, 0) + len(span)
    return max(sizes, key=lambda at: (sizes[at], -at))


def _carrying(one: Evidence, line: Span, cut: Sequence[Span]) -> Span:
    spans = [span for span in (*one.content, *one.cue) if span.overlaps(line)] or [line]
    first, last = (
        max(0, bisect_right(cut, place, key=lambda sentence: sentence.start) - 1)
        for place in (min(span.start for span in spans), max(span.end for span in spans) - 1)
    )
    return Span(cut[first].start, cut[max(first, last)].end)
