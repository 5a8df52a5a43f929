"""Which of the databases being served were written by this program: those that have its tables."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from datasette.database import Database, QueryInterrupted
from datasette.utils.asgi import Forbidden, NotFound, Request

from provenance.publish.links import Links, make_links
from provenance.publish.ordering import OrderedDatabase

if TYPE_CHECKING:
    from datasette.app import Datasette

TABLES = ("articles", "claims", "claim_spans", "attributions", "sources", "sentences")
"""The tables that a reader page is made of; a visitor who may not see all of them may not see the page."""

SHAPE = (*TABLES, "claim_counts", "photographs", "sources_fts", "articles_fts")
"""What a database has that the program has brought up to date; one of an older version is shown as Datasette does."""

_ours: "WeakKeyDictionary[Datasette, dict[str, Links]]" = WeakKeyDictionary()


async def adopt_databases(datasette: "Datasette") -> None:
    """Find the databases that have our tables, and let them be paged without loss."""
    for name in await find_databases(datasette):
        plain = datasette.databases[name]
        datasette.remove_database(name)
        ordered = OrderedDatabase(
            datasette,
            path=plain.path,
            is_mutable=plain.is_mutable,
            is_memory=plain.is_memory,
            memory_name=plain.memory_name,
        )
        datasette.add_database(ordered, name=name, route=plain.route)


async def find_databases(datasette: "Datasette") -> dict[str, Links]:
    """The databases that have all our tables, with their addresses, remembered for `find_links`."""
    found = {}
    for name, database in datasette.databases.items():
        if set(SHAPE) <= set(await database.table_names()):
            found[name] = make_links(datasette, name)
    _ours[datasette] = found
    return found


def find_links(datasette: "Datasette", database: str) -> Links | None:
    """The addresses in a database, if it was found to have our tables."""
    return _ours.get(datasette, {}).get(database)


def serves_ours(datasette: "Datasette") -> bool:
    """Whether a database was found that has our tables."""
    return bool(_ours.get(datasette))


async def open_first(datasette: "Datasette") -> Database | None:
    """The first database of ours, if there is one."""
    names = _ours.get(datasette) or await find_databases(datasette)
    return next((datasette.databases[name] for name in names), None)


async def open_for(datasette: "Datasette", request: Request) -> tuple[Database, Links]:
    """The first database of ours for a visitor who may see it, and the addresses in it.

    Raises:
        NotFound: if no database of ours is served.
        Forbidden: if the visitor may not see every table that a reader page is made of.
    """
    database = await open_first(datasette)
    if database is None:
        raise NotFound("No database of articles and claims is served here")
    await ensure_may_read(datasette, request, database.name)
    return database, make_links(datasette, database.name)


async def may_read(datasette: "Datasette", request: Request | None, database: str) -> bool:
    """Whether a visitor may see every table that a reader page is made of."""
    actor = request.actor if request else None
    for table in TABLES:
        visible, _ = await datasette.check_visibility(
            actor, permissions=[("view-table", (database, table)), ("view-database", database), "view-instance"]
        )
        if not visible:
            return False
    return True


async def ensure_may_read(datasette: "Datasette", request: Request, database: str) -> None:
    """Refuse a visitor who may not see every table that a reader page is made of.

    Raises:
        Forbidden: as Datasette does for a table.
    """
    if not await may_read(datasette, request, database):
        raise Forbidden("You do not have permission to view these articles")


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


async def ask(database: Database, sql: str, values: Mapping[str, Any] | None = None) -> list[Any] | None:
    """The rows of a query, or None when it takes longer than Datasette's limit."""
    try:
        return list((await database.execute(sql, values)).rows)
    except QueryInterrupted:
        return None
