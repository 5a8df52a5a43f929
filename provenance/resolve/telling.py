"""How far each claim is told, seen together with what else its source tells in the same statement."""

from collections import defaultdict
from collections.abc import Sequence

import attrs

from provenance.models import Kind, Link, Span, Telling


def weigh_company(links: Sequence[Link]) -> tuple[Link, ...]:
    """The links in the same order, each told as far as the most told of its source's in the same statement.

    Statements must have been joined before. Claims that are worth reporting only beside others, and stand alone, are
    left out.
    """
    most = defaultdict[tuple[Span, str], Telling](lambda: Telling.BESIDE)
    for link in links:
        for key in _companies(link):
            most[key] = max(most[key], link.attribution.telling)
    weighed = [_told(link, max(map(most.__getitem__, _companies(link)), default=Telling.BESIDE)) for link in links]
    return tuple(link for link in weighed if link.attribution.telling is not Telling.BESIDE)


def _companies(link: Link) -> set[tuple[Span, str]]:
    claims = link.mentions if link.attribution.kind is Kind.CLAIM else ()
    return {(link.attribution.statement, mention.key) for mention in claims}


def _told(link: Link, at_least: Telling) -> Link:
    telling = max(link.attribution.telling, at_least)
    if telling is link.attribution.telling:
        return link
    return attrs.evolve(link, attribution=attrs.evolve(link.attribution, telling=telling))
