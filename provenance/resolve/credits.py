"""Who is credited with a photograph: photographer, agency, distributor."""

from provenance.lexicon.registry import fold, registry
from provenance.models import Article, Attribution, Credit, Link, Mention, Role, Span


def link_credit(article: Article, attribution: Attribution) -> Link:
    """Tie a photo credit to everybody it names, in the order in which the photograph passed from hand to hand."""
    span = Span(attribution.source[0].start, attribution.source[-1].end) if attribution.source else None
    credit = _credit_at(article, span)
    if span is None:
        return Link(attribution=attribution, abstained="the photograph carries no credit")
    if credit is None:
        return Link(attribution=attribution, mentions=(_mention(article, Role.PHOTOGRAPHER, span),))
    named = (
        (Role.PHOTOGRAPHER, credit.photographer),
        (Role.AGENCY, credit.agency),
        (Role.DISTRIBUTOR, credit.distributor),
    )
    mentions = tuple(_mention(article, role, place) for role, place in named if place)
    return Link(attribution=attribution, mentions=mentions or (_mention(article, Role.AGENCY, credit.span),))


def _credit_at(article: Article, span: Span | None) -> Credit | None:
    printed = (caption.credit for caption in article.captions if caption.credit)
    return next((c for c in printed if span and c.span.overlaps(span)), None)


def _mention(article: Article, role: Role, span: Span) -> Mention:
    """A credited name; agencies by their registered name, so that "Getty" and "Getty Images" are one."""
    name = " ".join(span.of(article.text).split())
    agency = registry().pictures.get(name) or registry().organization(name) if role is not Role.PHOTOGRAPHER else None
    shown = agency.name if agency else name
    return Mention(role=role, name=shown, key=f"credit:{fold(shown)}", span=span, rule=f"credit-{role.value}")
