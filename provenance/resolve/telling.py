"""Which claims are told, seen together with what else their sources tell in the same statements."""

from collections.abc import Sequence

import attrs

from provenance.models import Kind, Link, Role, Span


def tell_together(links: Sequence[Link]) -> tuple[Link, ...]:
    """The links in the same order, every claim told that its source tells another of in the same statement.

    So is what somebody passed on. Statements must have been joined before: what the mayor did stands
    beside what she says.
    """
    told = {key for link in links if link.attribution.told for key in _tellers(link)}
    return tuple(_told(link) if _tellers(link) & told or _is_passed_on(link) else link for link in links)


def _is_passed_on(link: Link) -> bool:
    """Whether somebody passed a claim on, as one can only what has been told."""
    return link.attribution.kind is Kind.CLAIM and any(mention.role is Role.RELAYER for mention in link.mentions)


def _tellers(link: Link) -> set[tuple[Span, str]]:
    mentions = link.mentions if link.attribution.kind is Kind.CLAIM else ()
    return {(link.attribution.statement, mention.key) for mention in mentions}


def _told(link: Link) -> Link:
    return attrs.evolve(link, attribution=attrs.evolve(link.attribution, told=True))
