"""The Datasette plugin: reader pages, a home page, and cells that read well, for a database of ours.

Only hooks live here. `segments`, `page` and `highlighting` are pure; `views`, `home`, `dashboard` and `searching` ask
the database; `cells` writes HTML.

Datasette loads this package while it is itself being imported, so nothing here may import `datasette.app` at run time.
"""

# Datasette has no type hints, so its hookimpl hides those of the functions below.
# mypy: disable-error-code="untyped-decorator"
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any

from datasette import hookimpl
from datasette.utils.asgi import Request
from jinja2 import Environment

from provenance.publish import errors, headers, prefixes
from provenance.publish.asgi import App
from provenance.publish.bounding import bound_filters
from provenance.publish.cells import FILTERS, render
from provenance.publish.databases import adopt_databases, find_links, serves_ours
from provenance.publish.facets import replace_facets
from provenance.publish.places import describe_page
from provenance.publish.views import ROUTES

if TYPE_CHECKING:
    from datasette.app import Datasette


@hookimpl
async def startup(datasette: "Datasette") -> None:  # noqa: D103 - each hook does what Datasette says it is for
    errors.keep_tracebacks_short()
    await adopt_databases(datasette)


@hookimpl
def register_routes() -> list[tuple[str, Any]]:  # noqa: D103
    return [*ROUTES, (r"/robots\.txt$", headers.read_robots)]


@hookimpl
def asgi_wrapper(datasette: "Datasette") -> Callable[[App], App]:  # noqa: D103
    return lambda app: headers.wrap(datasette, prefixes.wrap(datasette, errors.wrap(app)))


@hookimpl(hookwrapper=True)
def handle_exception(  # noqa: D103
    datasette: "Datasette", request: Request, exception: Exception
) -> Generator[None, Any, None]:
    outcome = yield
    if mistake := errors.find_mistake(exception):
        outcome.force_result([errors.answer(datasette, request, mistake)])


@hookimpl
def render_cell(  # noqa: D103, PLR0917 - the hook's own arguments
    row: Any, value: Any, column: str, table: str | None, database: str, datasette: "Datasette"
) -> Any:
    links = find_links(datasette, database)
    return render(row, value, column, table, links) if links and value is not None else None


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: "Datasette") -> None:  # noqa: D103
    env.filters.update(FILTERS)
    # A page about an error is given nothing else of ours.
    env.globals["serves_ours"] = lambda: serves_ours(datasette)


@hookimpl(hookwrapper=True)
def register_facet_classes() -> Generator[None, Any, None]:  # noqa: D103
    outcome = yield
    outcome.force_result(replace_facets(outcome.get_result()))


@hookimpl(hookwrapper=True)
def filters_from_request(database: str, datasette: "Datasette") -> Generator[None, Any, None]:  # noqa: D103
    outcome = yield
    outcome.force_result(bound_filters(datasette, database, outcome.get_result()))


@hookimpl
def extra_css_urls() -> list[str]:  # noqa: D103
    return ["/-/static-plugins/provenance/provenance.css"]


@hookimpl
def extra_template_vars(datasette: "Datasette", view_name: str, database: str, table: str, request: Request) -> Any:  # noqa: D103
    return describe_page(datasette, view_name, database, table, request)
