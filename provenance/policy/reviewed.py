"""What people have found about claims, laid over what the program found."""

from collections.abc import Iterable, Iterator

import attrs

from provenance.models import Claim, Hop, Identity, Mention, Role, Source, SourceType, Trace

CERTAIN = 1.0
"""The confidence in a claim that a person has confirmed or corrected."""


@attrs.frozen(kw_only=True)
class Review:
    """The last verdict on a claim: "confirmed", "corrected", "rejected" or "unsure", and who the source really is."""

    verdict: str
    source_name: str | None = None
    source_type: SourceType | None = None


def apply_reviews(trace: Trace, reviews: Iterable[Review | None]) -> Trace:
    """The trace as people have corrected it: `reviews` holds the last verdict on each claim, in order, or None.

    A rejected claim is left out, a corrected one has the source that the correction gives; the program is sure of both
    a confirmed and a corrected one. A claim that the reviewer was unsure of stays as the program found it.
    """
    pairs = zip(trace.claims, reviews, strict=True)
    return attrs.evolve(trace, claims=tuple(_corrected(trace, pairs)))


def _corrected(trace: Trace, pairs: Iterable[tuple[Claim, Review | None]]) -> Iterator[Claim]:
    known = {hop.source.name.casefold(): hop.source.key for claim in trace.claims for hop in claim.chain}
    for claim, review in pairs:
        if review is None or review.verdict == "unsure":
            yield claim
        elif review.verdict != "rejected":
            yield attrs.evolve(claim, chain=tuple(_chain(claim, review, known)), confidence=CERTAIN)


def _chain(claim: Claim, review: Review, known: dict[str, str]) -> Iterator[Hop]:
    if claim.leading is None and review.source_name:
        yield _add(review.source_name, review, known)
    for hop in claim.chain:
        if hop is not claim.leading:
            yield hop
            continue
        name = review.source_name or hop.source.name
        key = hop.source.key if name == hop.source.name else _key(name, known)
        source_type = review.source_type or hop.source.source_type
        source = attrs.evolve(hop.source, name=name, key=key, source_type=source_type)
        mention = attrs.evolve(hop.mention, name=name, key=key) if review.source_name else hop.mention
        yield Hop(mention=mention, source=source)


def _add(name: str, review: Review, known: dict[str, str]) -> Hop:
    """Somebody for a claim of nobody's: a name that is all that is known counts as a named person's."""
    key, source_type = _key(name, known), review.source_type or SourceType.UNKNOWN
    source = Source(key=key, name=name, identity=Identity.NAMED_PERSON, source_type=source_type)
    return Hop(mention=Mention(role=Role.ORIGINATOR, name=name, key=key, rule="review"), source=source)


def _key(name: str, known: dict[str, str]) -> str:
    """The key of the article's source of this name; one that nobody else has if there is none."""
    return known.get(name.casefold(), f"reviewed:{name.casefold()}")
