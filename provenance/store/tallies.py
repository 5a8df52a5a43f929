"""What an article adds to the counts that are kept for sources, outlets, wordings and facets.

Counts are kept by difference: a replaced article's old contribution is taken away and its new one added, in the same
transaction. Nothing is ever counted again over all claims, which for a popular source would take seconds.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from provenance.models import Kind, Role
from provenance.rows import ArticleRows, AttributionRow, ClaimRow
from provenance.store.combinations import count_combinations


class Counted(NamedTuple):
    """A table that keeps counts: its key columns and its counting columns."""

    key: tuple[str, ...]
    counts: tuple[str, ...]


COUNTED: Mapping[str, Counted] = {
    "outlets": Counted(("name",), ("n_articles", "n_claims")),
    "sources": Counted(("id",), ("n_claims", "n_relayed", "n_silences", "n_photo_credits", "n_articles", "n_direct")),
    "source_outlets": Counted(("source", "outlet"), ("n_articles", "n_claims")),
    "source_votes": Counted(("source", "field", "value"), ("n",)),
    "source_aliases": Counted(("source", "alias", "rule"), ("n_articles",)),
    "claim_counts": Counted(("kind", "facets", "first", "second", "third"), ("n",)),
}
"""The tables that keep counts, those before that others refer to."""


class Entry(NamedTuple):
    """One count: a table, the key of a row in it, and a counting column."""

    table: str
    key: tuple[str, ...]
    column: str


Tally = Counter[Entry]


def tally(rows: ArticleRows) -> Tally:
    """Count what an article contributes."""
    total = Tally()
    outlet = rows.article.outlet
    if outlet is not None:
        total[Entry("outlets", (outlet,), "n_articles")] += 1
        total[Entry("outlets", (outlet,), "n_claims")] += rows.article.n_claims
    for seen in rows.appearances:
        total[Entry("sources", (seen.source,), "n_articles")] += 1
        total[Entry("sources", (seen.source,), "n_direct")] += seen.n_direct
        if outlet is not None:
            total[Entry("source_outlets", (seen.source, outlet), "n_articles")] += 1
    for source_id, column in _parts(rows):
        total[Entry("sources", (source_id,), column)] += 1
        if outlet is not None and column == "n_claims":
            total[Entry("source_outlets", (source_id, outlet), "n_claims")] += 1
    for alias in rows.aliases:
        total[Entry("source_aliases", (alias.source, alias.alias, alias.rule), "n_articles")] += 1
    for combination, n in count_combinations(rows.claims).items():
        total[Entry("claim_counts", combination, "n")] += n
    for vote in _votes(rows):
        total[Entry("source_votes", vote, "n")] += 1
    return total


def difference(new: Tally, old: Tally) -> dict[Entry, int]:
    """What must be added to the stored counts, in a fixed order, without zeros."""
    changes = dict(new)
    for entry, n in old.items():
        changes[entry] = changes.get(entry, 0) - n
    return {entry: change for entry, change in sorted(changes.items()) if change}


def _parts(rows: ArticleRows) -> list[tuple[str, str]]:
    """Each source's part in each claim, once for each claim however often the chain names it."""
    kinds = {claim.id: claim.kind for claim in rows.claims}
    parts = {(hop.claim, hop.source, _part(kinds[hop.claim], hop.role)) for hop in rows.attributions}
    return [(source, column) for _, source, column in sorted(parts)]


def _part(kind: str, role: str) -> str:
    if role == Role.RELAYER:
        return "n_relayed"
    return {Kind.CLAIM: "n_claims", Kind.SILENCE: "n_silences", Kind.PHOTO_CREDIT: "n_photo_credits"}[Kind(kind)]


def _votes(rows: ArticleRows) -> Iterator[tuple[str, str, str]]:
    """One vote for each hop: who the source is, as that claim sees it."""
    sources = {source.id: source for source in rows.sources}
    claims = {claim.id: claim for claim in rows.claims}
    leading = {hop.claim: hop for hop in reversed(rows.attributions) if hop.role != Role.RELAYER}
    for hop in rows.attributions:
        source = sources[hop.source]
        identity, source_type = _seen_as(hop, leading.get(hop.claim), claims[hop.claim]) or (
            source.identity,
            source.source_type,
        )
        yield hop.source, "name", source.name
        yield hop.source, "identity", identity
        yield hop.source, "source_type", source_type
        if source.country is not None:
            yield hop.source, "country", source.country


def _seen_as(hop: AttributionRow, leading: AttributionRow | None, claim: ClaimRow) -> tuple[str, str] | None:
    """The claim's own classification, which is that of its leading source."""
    return (claim.identity, claim.source_type) if hop is leading and claim.source_type is not None else None
