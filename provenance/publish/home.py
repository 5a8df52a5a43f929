"""The home page: what is in the database, and the three things people come for."""

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from datasette.database import Database, QueryInterrupted
from datasette.utils.asgi import Request

from provenance.publish.cells import choose_columns
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


async def describe_page(
    datasette: "Datasette", view_name: str, database: str, table: str, request: Request | None
) -> dict[str, Any]:
    """What our templates need for any page of Datasette's, beside what Datasette gives them."""
    shown = choose_columns(datasette, database, table, request) if view_name == "table" and request else {}
    ours = await open_first(datasette)
    if ours is None or not await may_read(datasette, request, ours.name):
        return shown
    site = {"site": list_places(datasette, ours.name)}
    home = {"home": await describe_home(datasette, ours, request)} if view_name == "index" else {}
    return shown | site | home


def list_places(datasette: "Datasette", database: str) -> dict[str, Any]:
    """Where a visitor can go from every page."""
    urls = datasette.urls
    places = (
        ("Home", urls.instance()),
        ("Dashboard", urls.path("/-/provenance/dashboard")),
        ("Claims", urls.table(database, "claims")),
        ("Sources", urls.table(database, "sources")),
        ("Articles", urls.table(database, "articles")),
        ("Audits", urls.database(database)),
    )
    return {"places": places, "search": urls.path("/-/provenance/search")}


async def describe_home(datasette: "Datasette", database: Database, request: Request | None) -> dict[str, Any]:
    """The home page's variables."""
    return {
        "database": database.name,
        "figures": (await ask(database, FIGURES) or [None])[0],
        "source_types": await ask(database, SOURCE_TYPES),
        "identities": await ask(database, IDENTITIES),
        "latest": await ask(database, LATEST),
        "mixes": await _mixes(database),
        "queries": await list_queries(datasette, request, database.name),
    }


async def _mixes(database: Database) -> dict[str, tuple[Slice, ...]]:
    """The sourcing mix of each of the latest articles."""
    ranks = dict(await ask(database, GROUPS))
    counts = defaultdict[str, dict[str, int]](dict)
    for article, source_type, n in await ask(database, MIXES):
        counts[article][source_type or UNSTATED] = n
    return {article: slice_bar(mix, ranks) for article, mix in counts.items()}


async def list_queries(datasette: "Datasette", request: Request | None, database: str) -> list[dict[str, Any]]:
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


async def ask(database: Database, sql: str, values: Mapping[str, Any] | None = None) -> list[Any]:
    """The rows of a query, or none when it takes longer than Datasette's limit: the page then shows less."""
    try:
        return list((await database.execute(sql, values)).rows)
    except QueryInterrupted:
        return []
