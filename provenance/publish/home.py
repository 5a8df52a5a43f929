"""The home page: what is in the database, and the three things people come for."""

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from datasette.database import Database
from datasette.utils.asgi import Request

from provenance.publish.databases import ask, list_queries
from provenance.publish.page import UNSTATED, Slice, slice_bar

if TYPE_CHECKING:
    from datasette.app import Datasette

FIGURES = """
select
  (select count(*) from articles) as articles,
  (select count(*) from sources) as sources,
  (select count(*) from outlets) as outlets,
  (select min(published) from articles) as since,
  (select max(published) from articles) as until,
  (select count(*) from ingest_errors) as failures
"""
SOURCE_TYPES = """
select source_types.value, source_types.description, counted.n
from claim_counts as counted left join source_types on source_types.value = counted.first
where counted.kind = 'claim' and counted.facets = 'source_type'
order by counted.n desc, counted.first
"""
IDENTITIES = """
select identities.value, identities.description, counted.n
from claim_counts as counted join identities on identities.value = counted.first
where counted.kind = 'claim' and counted.facets = 'identity'
order by counted.n desc, identities.position
"""
LATEST = "select id, label, outlet, published, n_claims from articles order by published desc, id limit 6"
MIXES = """
select claims.article, claims.source_type, count(*) as n
from (select id from articles order by published desc, id limit 6) as latest

join claims on claims.article = latest.id
where claims.kind = 'claim'
group by 1, 2
"""
GROUPS = "select value, position from source_types"


async def describe_home(datasette: "Datasette", database: Database, request: Request | None) -> dict[str, Any]:
    """The home page's variables; what takes longer to count than Datasette's limit is left out."""
    return {
        "database": database.name,
        "figures": (await ask(database, FIGURES) or [None])[0],
        "source_types": await ask(database, SOURCE_TYPES) or [],
        "identities": await ask(database, IDENTITIES) or [],
        "latest": await ask(database, LATEST) or [],
        "mixes": await _mixes(database),
        "queries": await list_queries(datasette, request, database.name),
    }


async def _mixes(database: Database) -> dict[str, tuple[Slice, ...]]:
    """The sourcing mix of each of the latest articles."""
    ranks = dict(await ask(database, GROUPS) or [])
    counts = defaultdict[str, dict[str, int]](dict)
    for article, source_type, n in await ask(database, MIXES) or []:
        counts[article][source_type or UNSTATED] = n
    return {article: slice_bar(mix, ranks) for article, mix in counts.items()}
