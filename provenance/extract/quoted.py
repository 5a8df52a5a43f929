"""Quotations that no tag claims: those that go on with what the same speaker was quoted as saying before.

A quotation counts from four words up, as a paragraph of its own from two; shorter ones are as often a name or a word
held at arm's length.
"""

from collections import deque
from collections.abc import Iterator

import attrs

from provenance.extract.passages import Passage, Prose
from provenance.extract.places import Places
from provenance.models import Attribution, Kind, Span
from provenance.text import Quoted

ENOUGH_WORDS, ENOUGH_ALONE = 4, 2

CONTINUED = 0.5
"""How sure a continuation is; the development articles of PolNeAR hold too few to measure."""


def follow_quotations(prose: Prose, claims: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    """The claims with every quotation placed: added to the claim it goes on with, or as a claim of its own.

    A quotation that stands alone after a quoted claim in its paragraph joins that claim. A paragraph that is one
    quotation goes on with the speaker whose quotation ended the paragraph before, or of whom its last clause told. Of
    any other it is left open whose it is.
    """
    placed: list[list[Attribution]] = [[] for _ in prose.passages]
    for claim in claims:
        placed[prose.passage_at(claim.content[0].start)].append(claim)
    last: Attribution | None = None
    for passage, own in zip(prose.passages, placed, strict=True):
        own[:] = _with_orphans(prose, passage, own, last)
        last = _left_speaking(passage, own)
    return tuple(sorted((claim for own in placed for claim in own), key=lambda a: (a.extent, a.cue)))


def _with_orphans(
    prose: Prose, passage: Passage, own: list[Attribution], last: Attribution | None
) -> list[Attribution]:
    own, claimed, before = list(own), Places.of(span for claim in own for span in claim.content), -1
    waiting = deque(sorted((claim.extent.end, at) for at, claim in _quoting(passage, own)))
    for quoted in passage.quotations:
        while waiting and waiting[0][0] <= quoted.span.start:
            before = max(before, waiting.popleft()[1])
        goes_on = last is not None and _goes_on(prose, passage, quoted)
        enough = ENOUGH_ALONE if goes_on else ENOUGH_WORDS
        if len(quoted.words(prose.text).split()) < enough or claimed.touches([quoted.span]):
            continue
        clause = passage.clause_at(quoted.span.start)
        alone = quoted.span.contains(clause) or len(clause) - len(quoted.span) < ENOUGH_WORDS
        if alone and before >= 0:
            own[before] = _joined(own[before], quoted.span)
        elif alone and last and goes_on:
            own.append(_continued(quoted.span, last.source, clause))
    return own


def _quoting(passage: Passage, claims: list[Attribution]) -> Iterator[tuple[int, Attribution]]:
    """The claims, with their numbers, that have a part of a quotation in their content."""
    inside = Places.of(quoted.span for quoted in passage.quotations)
    return ((at, claim) for at, claim in enumerate(claims) if inside.touches(claim.content))


def _left_speaking(passage: Passage, claims: list[Attribution]) -> Attribution | None:
    """The claim whose quotation a paragraph ends with, or else the last one told in its last clause."""
    if passage.quotations and passage.span.end - passage.quotations[-1].span.end <= 1:
        last = passage.quotations[-1].span
        return next((c for c in reversed(claims) if any(last.overlaps(s) for s in c.content)), None)
    told = [c for c in claims if c.told and c.source and c.extent.end > passage.clauses[-1].start]
    return max(told, key=lambda c: c.extent.end, default=None)


def _goes_on(prose: Prose, passage: Passage, quoted: Quoted) -> bool:
    """Whether a quotation makes up its paragraph; one in single marks is as often a headline."""
    headline = prose.text[quoted.span.start] in "'‘" and prose.text[quoted.span.start + 1] != "'"
    return not headline and quoted.span.start == passage.span.start and passage.span.end - quoted.span.end <= 1


def _joined(claim: Attribution, span: Span) -> Attribution:
    return attrs.evolve(claim, content=tuple(sorted((*claim.content, span))))


def _continued(span: Span, source: tuple[Span, ...], clause: Span) -> Attribution:
    return Attribution(
        kind=Kind.CLAIM, source=source, content=(span,), statement=clause, confidence=CONTINUED, rule="continuation"
    )
