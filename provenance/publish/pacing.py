"""Time limits of queries kept without stopping them all the time.

Datasette asks after every thousand instructions of a query whether its time is up. That is Python code, for which the
query waits until no other thread runs any: while a page is being written, up to five milliseconds, a thousand times and
more. So with several visitors, quick queries took seconds and facets ran out of time. Asking more rarely will do.
"""

import sqlite3
from collections.abc import Callable
from typing import Any

INSTRUCTIONS = 20_000
"""How many instructions a query does between two questions: about a millisecond's worth."""


class Paced:
    """A connection to the database, but that its progress is asked for more rarely."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def set_progress_handler(self, handler: Callable[[], int | None] | None, n: int) -> None:
        """Have `handler` called after every `INSTRUCTIONS`, or after `n` if that is more rarely."""
        self._connection.set_progress_handler(handler, max(n, INSTRUCTIONS))
