"""The Datasette plugin: reader pages, a home page, and cells that read well, for a database of ours.

Only hooks live here. `segments` and `page` are pure, `views` and `home` ask the database, `cells` writes HTML.

Datasette loads this package while it is itself being imported, so nothing here may import `datasette.app` at run time.
"""

# Datasette has no type hints, so its hookimpl hides those of the functions below.
# mypy: disable-error-code="untyped-decorator"
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from datasette import hookimpl
from datasette.utils import tilde_encode
from datasette.utils.asgi import Request
from jinja2 import Environment

from provenance.publish.cells import Links, render, shorten, show_column, show_facet_value, show_words
from provenance.publish.databases import find_databases, is_ours
from provenance.publish.home import describe_home
from provenance.publish.views import read_article, read_claim

if TYPE_CHECKING:
    from datasette.app import Datasette


@hookimpl
async def startup(datasette: "Datasette") -> None:
    """Find out once which databases are ours."""
    await find_databases(datasette)


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Awaitable[Any]]]]:
    """The reader page of an article, and the way to it from a claim."""
    return [
        (r"/-/provenance/article/(?P<article>[^/]+)$", read_article),
        (r"/-/provenance/claim/(?P<claim>[^/]+)$", read_claim),
    ]


@hookimpl
def render_cell(  # noqa: PLR0917 - the hook's own arguments
    row: Any, value: Any, column: str, table: str | None, database: str, datasette: "Datasette"
) -> Any:
    """Show a value of our tables and audits as a chip, a percentage, or a link to its evidence."""
    if value is None or not is_ours(datasette, database):
        return None
    return render(row, value, column, table, Links(database=database, urls=datasette.urls))


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    """Let templates write vocabulary values as words, long texts short, and ids as parts of an address."""
    env.filters.update(words=show_words, column=show_column, facet_value=show_facet_value)
    env.filters.update(shorten=shorten, tilde=tilde_encode)


@hookimpl
def extra_css_urls() -> list[str]:
    """Our typography, on every page."""
    return ["/-/static-plugins/provenance/provenance.css"]


@hookimpl
def extra_template_vars(
    datasette: "Datasette", view_name: str, database: str | None, table: str | None, request: Request | None
) -> Any:
    """The home page's figures, and which columns the short view of a table shows."""
    if view_name == "index":
        return describe_home(datasette, request)
    if (
        view_name != "table"
        or database is None
        or request is None
        or {"_columns", "_col", "_nocol"} & set(request.args)
    ):
        return {}
    config = datasette.plugin_config("provenance", database=database, table=table, fallback=False) or {}
    return {"short_columns": config.get("columns", [])}
