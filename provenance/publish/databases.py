"""Which of the databases being served were written by this program: those that have its tables."""

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from datasette.database import Database
from datasette.utils.asgi import Forbidden, Request

if TYPE_CHECKING:
    from datasette.app import Datasette

TABLES = ("articles", "claims", "claim_spans", "attributions", "sources", "sentences")
"""The tables that a reader page is made of; a visitor who may not see all of them may not see the page."""

_ours: "WeakKeyDictionary[Datasette, tuple[str, ...]]" = WeakKeyDictionary()


async def find_databases(datasette: "Datasette") -> tuple[str, ...]:
    """The names of the databases that have our tables, remembered for `is_ours`."""
    found = []
    for name, database in datasette.databases.items():
        if set(TABLES) <= set(await database.table_names()):
            found.append(name)
    _ours[datasette] = tuple(found)
    return _ours[datasette]


def is_ours(datasette: "Datasette", database: str) -> bool:
    """Whether a database was found to have our tables."""
    return database in _ours.get(datasette, ())


async def open_first(datasette: "Datasette") -> Database | None:
    """The first database of ours, if there is one."""
    names = _ours.get(datasette) or await find_databases(datasette)
    return datasette.databases[names[0]] if names else None


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
