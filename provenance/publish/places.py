"""What every page shows: where the visitor can go, and what our templates add to a page of Datasette's."""

from typing import TYPE_CHECKING, Any

from datasette.utils.asgi import Request

from provenance.publish.cells import choose_columns
from provenance.publish.databases import may_read, open_first
from provenance.publish.home import describe_home

if TYPE_CHECKING:
    from datasette.app import Datasette


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
