"""The home page: what is in the database, and the three things people come for."""

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from datasette.database import Database, QueryInterrupted
from datasette.utils.asgi import Request

from provenance.publish.databases import may_read, open_first
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
from (select source_type, count(*) as n from claims where kind = 'claim' group by source_type) as counted
left join source_types on source_types.value = counted.source_type
order by counted.n desc, counted.source_type
"""
IDENTITIES = """
select identities.value, identities.description, counted.n
from (select identity, count(*) as n from claims where kind = 'claim' group by identity) as counted
join identities on identities.value = counted.identity
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


async def describe_home(datasette: "Datasette", request: Request | None) -> dict[str, Any]:
    """The home page's variables, or none where there is no database of ours that the visitor may see."""
    database = await open_first(datasette)
    if database is None or not await may_read(datasette, request, database.name):
        return {}
    return {
        "home": {
            "database": database.name,
            "figures": (await _ask(database, FIGURES) or [None])[0],
            "source_types": await _ask(database, SOURCE_TYPES),
            "identities": await _ask(database, IDENTITIES),
            "latest": await _ask(database, LATEST),
            "mixes": await _mixes(database),
            "queries": await _list_queries(datasette, request, database.name),
        }
    }


async def _mixes(database: Database) -> dict[str, tuple[Slice, ...]]:
    """The sourcing mix of each of the latest articles."""
    ranks = dict(await _ask(database, GROUPS))
    counts = defaultdict[str, dict[str, int]](dict)
    for article, source_type, n in await _ask(database, MIXES):
        counts[article][source_type or UNSTATED] = n
    return {article: slice_bar(mix, ranks) for article, mix in counts.items()}


async def _list_queries(datasette: "Datasette", request: Request | None, database: str) -> list[dict[str, Any]]:
    """The canned queries that the visitor may see, by title."""
    actor = request.actor if request else None
    found = (await datasette.get_canned_queries(database, actor)).values()
    seen = []
    for query in found:
        permissions = [("view-query", (database, query["name"])), ("view-database", database), "view-instance"]
        visible, _ = await datasette.check_visibility(actor, permissions=permissions)
        if visible:
            seen.append(query)
    return sorted(seen, key=lambda query: str(query.get("title") or query["name"]))


async def _ask(database: Database, sql: str) -> list[Any]:
    """The rows of a query, or none when it takes longer than Datasette's limit: the page then shows less."""
    try:
        return list((await database.execute(sql)).rows)
    except QueryInterrupted:
        return []
