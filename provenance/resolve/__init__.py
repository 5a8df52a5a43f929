"""Who that is: from an attribution's source spans to named participants, or to a reasoned abstention."""

from provenance.models import Article, Attribution, Kind, Link, Mention, Role, Span


def resolve_sources(article: Article, attributions: tuple[Attribution, ...]) -> tuple[Link, ...]:
    """Tie each attribution to who stands behind it: one link for each, in the same order."""
    return tuple(_resolve(article, attribution) for attribution in attributions)


def _resolve(article: Article, attribution: Attribution) -> Link:
    if not attribution.source:
        return Link(attribution=attribution, abstained="no source is stated")
    span = Span(attribution.source[0].start, attribution.source[-1].end)
    name = " ".join(span.of(article.text).split())
    role = Role.PHOTOGRAPHER if attribution.kind is Kind.PHOTO_CREDIT else Role.ORIGINATOR
    mention = Mention(role=role, name=name, key=f"phrase:{name.casefold()}", span=span, rule="as written")
    return Link(attribution=attribution, mentions=(mention,))
