"""A visitor's mistakes answered as such: Datasette 0.65 takes many a wrong parameter for a fault of the server.

Only what is known to be a mistake in an address is answered with "400 Bad Request". An exception passes as it is, and
is logged, when it was raised in our own code or on behalf of it, or at any other place in Datasette.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any

from datasette.database import QueryInterrupted
from datasette.utils.asgi import BadRequest, Base400, Forbidden, NotFound, Request, Response

from provenance.publish.asgi import App, Receive, Scope, Send

if TYPE_CHECKING:
    from datasette.app import Datasette

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

PASSED_THROUGH = frozenset(f"provenance.publish.{name}" for name in ("ordering", "bounding", "facets"))
"""Our modules that hand what a visitor wrote on to functions of Datasette, as it is."""


@dataclass(frozen=True, kw_only=True)
class Misreading:
    """A place in Datasette that fails with such an exception on an address that makes no sense."""

    module: str
    raises: tuple[type[Exception], ...]
    function: str | None = None
    answer: type[Base400] = BadRequest

    def explains(self, module: str, function: str, error: BaseException) -> bool:
        """Whether an exception that this function of Datasette raised, or let pass, is of this kind."""
        return module == self.module and function == (self.function or function) and isinstance(error, self.raises)


MISREADINGS = (
    # ?_timelimit, ?_next
    Misreading(module="datasette.views.table", function="_data_traced", raises=(ValueError,)),
    Misreading(module="datasette.views.database", function="data", raises=(ValueError,)),
    # a token with letters that no token has
    Misreading(module="datasette.views.special", function="get", raises=(TypeError,), answer=Forbidden),
    # a POST to what is no query
    Misreading(module="datasette.views.table", function="post", raises=(AssertionError,)),
    # ?_through and column__in, whose JSON may be none or of another form
    Misreading(module="datasette.filters", raises=(ValueError, TypeError, LookupError)),
    # ?_facet with JSON of another form
    Misreading(module="datasette.facets", function="facet_results", raises=(LookupError,)),
    # ?_json_infinity
    Misreading(module="datasette.utils", function="value_as_boolean", raises=(ValueError,)),
    # ?_fts_table with a NUL
    Misreading(module="datasette.utils", function="table_column_details", raises=(sqlite3.ProgrammingError,)),
    # ?_blob_column of a page without rows, or of a column that is no blob
    Misreading(module="datasette.blob_renderer", function="render_blob", raises=(LookupError, TypeError)),
    # /news.csv without SQL: the page lists tables, and has no rows
    Misreading(module="datasette.views.base", function="as_csv", raises=(KeyError,), answer=NotFound),
    # a number that SQLite cannot hold, a filter that leaves a parameter without a value
    Misreading(
        module="datasette.database",
        function="sql_operation_in_thread",
        raises=(sqlite3.ProgrammingError, OverflowError),
    ),
    # a question as CSV that takes longer than the server allows; asked for a page, Datasette says so itself
    Misreading(module="datasette.database", raises=(QueryInterrupted,)),
    # a path below a file
    Misreading(module="datasette.utils.asgi", raises=(OSError, ValueError), answer=NotFound),
)


def find_mistake(error: BaseException) -> Base400 | None:
    """The answer to a visitor whose mistake led to this exception; None if it is the server's fault, or is answered."""
    if isinstance(error, Base400):
        return None
    status, message = getattr(error, "status", None), getattr(error, "message", None)
    if status is not None and message is not None:
        # Datasette's own DatasetteError, whose status is 500 unless its author thought of another
        return BadRequest(message) if status == 500 else None
    places = list(_places(error.__traceback__))
    if not places or places[-1][0] in PASSED_THROUGH or not all(map(_is_datasettes, places)):
        return None
    for misreading in MISREADINGS:
        if misreading.explains(*places[-1], error):
            return misreading.answer(f"This address asks for something that cannot be: {error}")
    return None


def _places(trace: TracebackType | None) -> Iterator[tuple[str, str]]:
    """The modules and functions of Datasette and of ours through which an exception came, the outermost first."""
    while trace is not None:
        module = str(trace.tb_frame.f_globals.get("__name__", ""))
        if module.startswith(("datasette.", "provenance.")):
            yield module, trace.tb_frame.f_code.co_name
        trace = trace.tb_next


def _is_datasettes(place: tuple[str, str]) -> bool:
    return place[0].startswith("datasette.") or place[0] in PASSED_THROUGH


def answer(datasette: "Datasette", request: Request, error: BaseException) -> Any:
    """Datasette's page for this error, as a function that Datasette awaits."""
    return _datasettes_own().handle_exception(datasette, request, error)


def wrap(app: App) -> App:
    """Refuse methods that no page knows: Datasette would look for a function of such a name, and may find one."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in METHODS:
            await Response.text("This method is not allowed here", status=405).asgi_send(send)
        else:
            await app(scope, receive, send)

    return wrapped


def keep_tracebacks_short() -> None:
    """Keep Datasette from printing every page that is not found with all local variables.

    It does so where rich is installed, and fails at it where the page was found to be missing without an exception.
    """
    _datasettes_own().rich = None


def _datasettes_own() -> Any:
    """Datasette's plugin that writes pages about errors."""
    # Importing the plugin manager loads all plugins, this package among them, which must be whole by then.
    from datasette.plugins import pm  # noqa: PLC0415

    return pm.get_plugin("datasette.handle_exception")
