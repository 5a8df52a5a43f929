"""An article's text prepared for the rules: paragraphs with their sentences and quotations, and the text masked.

In the masked text the inside of every quotation is covered, letter for letter, so that a pattern sees one opaque piece
("“■■■■■,” she said") and never takes words that are quoted for the article's own. Offsets stay those of the text.
"""

import re
from bisect import bisect_right

import attrs

from provenance.models import Article, Attribution, Span
from provenance.text import Quoted, paragraphs, quotations, sentences

COVER = "■"
LONGEST_CLAUSE = 2_500
"""Longer ones, which no newsroom writes, are cut: some rules look at a clause once for each pattern they find in it."""

_LAST_SIGNS = re.compile("[.,?!…]?[\"'”’»“]{0,2}$")


@attrs.frozen(kw_only=True)
class Passage:
    """One paragraph of prose.

    `clauses` are sentences of the masked text, so that a quotation of several sentences and its tag are one of them;
    `sentences` are those a reader would count.
    """

    span: Span
    sentences: tuple[Span, ...]
    clauses: tuple[Span, ...]
    quotations: tuple[Quoted, ...]

    def clause_at(self, place: int) -> Span:
        """The clause a place stands in, or else the last before it."""
        return self.clauses[max(0, bisect_right(self.clauses, place, key=lambda clause: clause.start) - 1)]


@attrs.frozen(kw_only=True)
class Prose:
    """The paragraphs of an article that are neither caption nor furniture, and its text with quotations masked."""

    text: str
    masked: str
    passages: tuple[Passage, ...]

    def cut(self, attribution: Attribution) -> Attribution | None:
        """The attribution without what of its content stands in captions and furniture; None if nothing else is left.

        A byline that a content runs over is no part of it; a source or a cue there makes it none.
        """
        if not all(self._holds(p.start) and self._holds(p.end - 1) for p in (*attribution.source, *attribution.cue)):
            return None
        content = tuple(kept for piece in attribution.content if (kept := self._inside(piece)))
        return attrs.evolve(attribution, content=content) if content else None

    def passage_at(self, place: int) -> int:
        """The number of the last paragraph that begins at or before a place; -1 when none does."""
        return bisect_right(self.passages, place, key=lambda passage: passage.span.start) - 1

    def _inside(self, piece: Span) -> Span | None:
        """What of a stretch the prose holds, at its end or else at its beginning."""
        if self._holds(piece.end - 1):
            own = self.passages[self.passage_at(piece.end - 1)].span
            return piece if self._holds(piece.start) else Span(max(piece.start, own.start), piece.end)
        if self._holds(piece.start):
            return Span(piece.start, self.passages[self.passage_at(piece.start)].span.end)
        return None

    def _holds(self, place: int) -> bool:
        at = self.passage_at(place)
        return at >= 0 and place < self.passages[at].span.end


def read_prose(article: Article) -> Prose:
    """Prepare an article's prose for the rules."""
    quoted = {p: quotations(article.text, p) for p in prose_paragraphs(article)}
    masked = _mask(article.text, tuple(q.span for found in quoted.values() for q in found))
    passages = tuple(
        Passage(span=p, sentences=sentences(article.text, p), clauses=_clauses(masked, p), quotations=quoted[p])
        for p in quoted
    )
    return Prose(text=article.text, masked=masked, passages=passages)


def prose_paragraphs(article: Article) -> tuple[Span, ...]:
    """The paragraphs that no caption, credit or furniture stands in."""
    aside = sorted((*article.furniture, *caption_spans(article)))
    found, at = [], 0
    for paragraph in paragraphs(article.text):
        while at < len(aside) and aside[at].end <= paragraph.start:
            at += 1
        if not (at < len(aside) and aside[at].overlaps(paragraph)):
            found.append(paragraph)
    return tuple(found)


def caption_spans(article: Article) -> tuple[Span, ...]:
    """The captions and their credits, in order."""
    contents = [caption.content for caption in article.captions]
    printed = [caption.credit.span for caption in article.captions if caption.credit]
    return tuple(sorted((*contents, *printed)))


def _clauses(masked: str, paragraph: Span) -> tuple[Span, ...]:
    return tuple(
        Span(start, min(start + LONGEST_CLAUSE, clause.end))
        for clause in sentences(masked, paragraph)
        for start in range(clause.start, clause.end, LONGEST_CLAUSE)
    )


def _mask(text: str, quoted: tuple[Span, ...]) -> str:
    pieces, last = [], 0
    for span in quoted:
        ending = _LAST_SIGNS.search(text, max(span.start + 1, span.end - 3), span.end)
        end = ending.start() if ending else span.end
        pieces += [text[last : span.start + 1], COVER * (end - span.start - 1), text[end : span.end]]
        last = span.end
    return "".join((*pieces, text[last:]))
