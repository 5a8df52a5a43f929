"""Which facets of claims are counted together, in the table `claim_counts`, so that no page counts a million claims.

For every kind of row, one count for each value of a facet, and for each pair and triple of values that a page can be
narrowed by and show. Days are counted with one other facet, so that any period can be added up from its days.
"""

# ruff: noqa: S608 (statements are put together from this package's own names)

from collections import Counter
from collections.abc import Iterable
from itertools import combinations
from operator import itemgetter

from provenance.rows import ClaimRow

BROWSED = ("outlet", "month", "channel", "source_type", "identity", "quotation")
"""The facets that a page of claims shows, those with most values first: what is known comes first in the key."""

FURTHER = ("cue_stance", "second_hand")
"""Facets that are counted by themselves and with one other."""

DAY = "published"

PAIRED = (*BROWSED, *FURTHER)

COMBINATIONS: tuple[tuple[str, ...], ...] = (
    (),
    (DAY,),
    *((facet,) for facet in PAIRED),
    *((DAY, facet) for facet in PAIRED),
    *combinations(PAIRED, 2),
    *combinations(BROWSED, 3),
)
"""Every set of facets that is counted, each in the order in which its values stand in a row of `claim_counts`."""

LONGEST = max(map(len, COMBINATIONS))
ABSENT = ""
"""What stands for a value that a claim does not have, and in the places that a combination does not use."""

Key = tuple[str, ...]
"""The key of a row: kind, the facets' names joined by commas, and their values."""

# A claim as the tuple of all its values, so that a combination is a choice of places.
PROFILE = (DAY, *PAIRED)
PLACES = {facet: place for place, facet in enumerate(PROFILE, start=1)}
PICKERS = {
    facets: itemgetter(0, *(PLACES[facet] for facet in facets), *[len(PROFILE) + 1] * (LONGEST - len(facets)))
    for facets in COMBINATIONS
}


def count_combinations(claims: Iterable[ClaimRow]) -> Counter[Key]:
    """How many of the claims have which values together."""
    profiles = [(claim.kind, *(_show(getattr(claim, facet)) for facet in PROFILE), ABSENT) for claim in claims]
    return Counter(
        {
            (kind, ",".join(facets), *values): n
            for facets, pick in PICKERS.items()
            for (kind, *values), n in Counter(map(pick, profiles)).items()
        }
    )


def select_counts() -> str:
    """The query that counts the same from the table of claims: kind, facets, the values, and their number."""
    return " UNION ALL ".join(map(_select, COMBINATIONS))


def _select(facets: tuple[str, ...]) -> str:
    values = [f"coalesce({facet}, '{ABSENT}')" for facet in facets] + [f"'{ABSENT}'"] * (LONGEST - len(facets))
    groups = ", ".join(("kind", *facets))
    return f"SELECT kind, '{','.join(facets)}', {', '.join(values)}, count(*) FROM claims GROUP BY {groups}"


def _show(value: str | int | None) -> str:
    return ABSENT if value is None else str(value)
