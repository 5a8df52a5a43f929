"""What kind of source and claim each link is, as TAXONOMY defines them."""

from provenance.models import (
    Article,
    Channel,
    Claim,
    Hop,
    Identity,
    Kind,
    Link,
    Mention,
    Source,
    SourceType,
)


def classify_claims(article: Article, links: tuple[Link, ...]) -> tuple[Claim, ...]:
    """Say what kind of source and claim each link is: one claim for each, in the same order."""
    return tuple(_classify(link) for link in links)


def _classify(link: Link) -> Claim:
    photo = link.attribution.kind is Kind.PHOTO_CREDIT
    return Claim(
        attribution=link.attribution,
        chain=tuple(Hop(mention=mention, source=_source(mention, photo)) for mention in link.mentions),
        abstained=link.abstained,
        channel=Channel.PHOTO if photo else Channel.UNSPECIFIED,
        confidence=link.attribution.confidence,
    )


def _source(mention: Mention, photo: bool) -> Source:
    return Source(
        key=mention.key,
        name=mention.name,
        identity=Identity.NAMED_PERSON if mention.name[:1].isupper() else Identity.UNNAMED_GROUP,
        source_type=SourceType.PHOTO_CREDIT if photo else SourceType.UNKNOWN,
    )
