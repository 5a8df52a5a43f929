"""A defect of Datasette 0.65 made good: paging a table sorted by a column in which rows have the same value.

Datasette orders every later page by the column and then the primary key, but the first page by the column alone. Rows
of one day then come in another order on the first page than the second page takes for granted, and some are shown on
no page at all. An audit must not lose rows, so the first page is ordered by the key too.
"""

import re
from collections.abc import Callable
from typing import Any

from datasette.database import Database

from provenance.publish.counting import answer_from_counts
from provenance.publish.pacing import Paced

# The tables that are read page by page; each has an `id`.
FIRST_PAGE = re.compile(
    r"(?P<start>select .* from (?:articles|claims|sources|reviews|runs|ingest_errors) "
    r".*order by (?!id\b)\w+(?: desc)?)(?P<limit> limit \d+)",
    re.DOTALL,
)


class OrderedDatabase(Database):  # type: ignore[misc]  # Datasette has no type hints
    """A database whose tables keep one order from first page to last, and whose claims are counted ahead."""

    async def execute(self, sql: str, params: Any = None, **options: Any) -> Any:
        """Execute as Datasette does, with the key as the last word on the order of a first page."""
        return await super().execute(answer_from_counts(break_ties(sql), params), params, **options)

    async def execute_fn(self, fn: Callable[[Any], Any]) -> Any:
        """Call a function with a connection, as Datasette does, in a thread of its own."""
        return await super().execute_fn(lambda connection: fn(Paced(connection)))


def break_ties(sql: str) -> str:
    """Order a first page by the primary key where the sorted column does not decide; other SQL is left alone."""
    match = FIRST_PAGE.fullmatch(sql)
    return f"{match['start']}, id{match['limit']}" if match else sql
