"""Photo credits: one for each caption that names who made or supplied the picture."""

from provenance.models import Article, Attribution, Caption, Kind, Span

CERTAIN = 0.97
"""A credit line has a form of its own; `read` has recognised it already."""


def credit_captions(article: Article) -> tuple[Attribution, ...]:
    """Attribute each credited caption to its credit."""
    return tuple(_credited(caption, caption.credit.span) for caption in article.captions if caption.credit)


def _credited(caption: Caption, credit: Span) -> Attribution:
    return Attribution(
        kind=Kind.PHOTO_CREDIT,
        source=(credit,),
        content=(caption.content,),
        statement=Span(min(caption.content.start, credit.start), max(caption.content.end, credit.end)),
        confidence=CERTAIN,
        rule="caption-credit",
    )
