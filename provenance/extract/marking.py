"""Whether each sentence of an article rests on a stated source, on none, or is not its prose."""

from bisect import bisect_right

from provenance.models import Article, Attribution, Sentence, SentenceStatus, Span
from provenance.text import paragraphs, sentences


def mark_sentences(article: Article, attributions: tuple[Attribution, ...]) -> tuple[Sentence, ...]:
    """Give every sentence of every paragraph its status, once, in order.

    A sentence is attributed when the statement of a claim or silence, or a credited caption, touches it.
    """
    furniture = _joined(article.furniture)
    attributed = _joined(tuple(attribution.statement for attribution in attributions))
    return tuple(
        Sentence(span=span, status=_status(span, furniture, attributed))
        for paragraph in paragraphs(article.text)
        for span in sentences(article.text, paragraph)
    )


def _status(span: Span, furniture: list[Span], attributed: list[Span]) -> SentenceStatus:
    if _touches(span, furniture):
        return SentenceStatus.FURNITURE
    return SentenceStatus.ATTRIBUTED if _touches(span, attributed) else SentenceStatus.UNATTRIBUTED


def _joined(spans: tuple[Span, ...]) -> list[Span]:
    """The same places as sorted, disjoint spans."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def _touches(span: Span, places: list[Span]) -> bool:
    at = bisect_right(places, span.end - 1, key=lambda place: place.start) - 1
    return at >= 0 and places[at].overlaps(span)
