"""Which claims are reported: those that are told, and what the same source is said to do or mean beside them."""

from collections import defaultdict
from collections.abc import Sequence

from provenance.models import Kind, Link, Span


def keep_told(links: Sequence[Link]) -> tuple[Link, ...]:
    """The links without claims that nobody is said to have told, in the same order.

    A claim that is not told for itself stays if its statement, joined before, carries one of the same source that is.
    """
    telling = defaultdict[Span, set[str]](set)
    for link in links:
        if link.attribution.told:
            telling[link.attribution.statement].update(_keys(link))
    return tuple(
        link
        for link in links
        if link.attribution.kind is not Kind.CLAIM
        or link.attribution.told
        or not telling[link.attribution.statement].isdisjoint(_keys(link))
    )


def _keys(link: Link) -> set[str]:
    return {mention.key for mention in link.mentions}
