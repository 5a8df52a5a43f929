"""Search within the matches that were stored last: a word that stands in a tenth of a million claims has too many.

The bound is part of the condition by which Datasette narrows a page, so it holds for the page, its count and its
facets, and for JSON and CSV. The page, and the JSON, say so where it was reached.
"""

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from datasette.database import Database, QueryInterrupted
from datasette.utils import await_me_maybe, sqlite3

from provenance.publish.databases import find_links

if TYPE_CHECKING:
    from datasette.app import Datasette

BOUND = 20_000
"""How many matches a page looks at, at most."""

MANY = 2_000
"""From how many matches on a page finds its rows sooner by going through the days than by looking up each match."""

LABEL = f"first {BOUND:,} matches, those stored last"

MATCH = re.compile(r"rowid in \((?P<search>select rowid from (?:claims|sources|articles)_fts where \w+ match .*)\)")
"""A search as Datasette writes it."""

BY_LOOKING_UP, BY_GOING_THROUGH = " rowid in (", " +rowid in ("


def bound_filters(datasette: "Datasette", database: str, filters: Iterable[Any]) -> list[Callable[[], Any]]:
    """What narrows a page according to all plugins, each as a function to await, with bounds to what is searched."""

    def bounded(given: Any) -> Callable[[], Any]:
        async def narrow() -> Any:
            arguments = await await_me_maybe(given)
            if arguments and find_links(datasette, database):
                await bound_search(datasette.databases[database], arguments)
            return arguments

        return narrow

    return [bounded(given) for given in filters]


async def bound_search(database: Database, arguments: Any) -> None:
    """Put a bound to each search among a page's conditions, and say so if it has more matches."""
    for place, clause in enumerate(arguments.where_clauses):
        if match := MATCH.fullmatch(clause):
            hits = await _count_hits(database, match["search"], arguments.params)
            arguments.where_clauses[place] = _bound(match["search"], hits)
            if hits > BOUND and place < len(arguments.human_descriptions):
                arguments.human_descriptions[place] += f" ({LABEL})"


def look_up(sql: str) -> str:
    """The same page, but that its rows are found by looking up each match of a search: quicker when all are wanted."""
    return sql.replace(BY_GOING_THROUGH, BY_LOOKING_UP)


def _bound(search: str, hits: int) -> str:
    # With a plus before it, SQLite uses no index for the condition, and so goes through the rows in the page's order.
    way = BY_GOING_THROUGH if hits > MANY else BY_LOOKING_UP
    return f"{way.strip()}{search} order by rowid desc limit {BOUND})"


async def _count_hits(database: Database, search: str, values: Any) -> int:
    """How many matches a search has, up to one more than the bound; none if it cannot be read as a search."""
    counted = f"select count(*) from ({search} limit {BOUND + 1})"  # noqa: S608 (Datasette's own words)
    try:
        found = await database.execute(counted, values, log_sql_errors=False)
    except QueryInterrupted:
        return BOUND + 1
    except sqlite3.Error:
        return 0
    return int(found.single_value())
