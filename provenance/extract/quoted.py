"""Quotations that no tag claims: they go on with what the same speaker was quoted as saying before.

A quotation counts from four words up; shorter ones are as often a name or a word held at arm's length.
"""

import attrs

from provenance.extract.passages import Passage, Prose
from provenance.extract.phrases import opening_subject
from provenance.models import Attribution, Kind, Span

ENOUGH_WORDS = 4

PRECISION = {"continuation": 0.5, "quotation": 0.32}
"""`quotation` as in `rules`; the development articles hold too few continuations to measure."""


def follow_quotations(prose: Prose, claims: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    """The claims with every quotation placed: added to the claim it goes on with, or as a claim of its own.

    A quotation that stands alone after a quoted claim in its paragraph joins that claim. A paragraph that begins with a
    quotation and has no tag goes on with the speaker last quoted in the paragraph before. Any other takes the subject
    of its sentence.
    """
    placed: list[list[Attribution]] = [[] for _ in prose.passages]
    for claim in claims:
        placed[prose.passage_at(claim.content[0].start)].append(claim)
    last: Attribution | None = None
    for passage, own in zip(prose.passages, placed, strict=True):
        own[:] = _with_orphans(prose, passage, own, last)
        quoting = [claim for claim in own if _quotes(passage, claim)]
        last = quoting[-1] if quoting else None
    return tuple(sorted((claim for own in placed for claim in own), key=lambda a: (a.extent, a.cue)))


def _with_orphans(
    prose: Prose, passage: Passage, own: list[Attribution], last: Attribution | None
) -> list[Attribution]:
    for quoted in passage.quotations:
        if len(quoted.words(prose.text).split()) < ENOUGH_WORDS or _claimed(quoted.span, own):
            continue
        clause = next(c for c in passage.clauses if c.overlaps(quoted.span))
        before = [claim for claim in own if claim.extent.end <= quoted.span.start and _quotes(passage, claim)]
        alone = quoted.span.contains(clause) or len(clause) - len(quoted.span) < ENOUGH_WORDS
        if alone and before:
            own = [_joined(c, quoted.span) if c is before[-1] else c for c in own]
        elif alone and last and quoted.span.start == passage.span.start:
            own = [*own, _own_claim(quoted.span, last.source, clause, "continuation")]
        elif not alone and (subject := _subject(prose, clause, quoted.span)):
            own = [*own, _own_claim(quoted.span, (subject,), clause, "quotation")]
    return own


def _subject(prose: Prose, clause: Span, quoted: Span) -> Span | None:
    return opening_subject(prose.masked, Span(clause.start, quoted.start)) if quoted.start > clause.start else None


def _claimed(span: Span, claims: list[Attribution]) -> bool:
    return any(span.overlaps(content) for claim in claims for content in claim.content)


def _quotes(passage: Passage, claim: Attribution) -> bool:
    return any(q.span.overlaps(content) for q in passage.quotations for content in claim.content)


def _joined(claim: Attribution, span: Span) -> Attribution:
    return attrs.evolve(claim, content=tuple(sorted((*claim.content, span))))


def _own_claim(span: Span, source: tuple[Span, ...], clause: Span, rule: str) -> Attribution:
    return Attribution(
        kind=Kind.CLAIM, source=source, content=(span,), statement=clause, confidence=PRECISION[rule], rule=rule
    )
