"""The facets of a page of claims, counted in one pass over its rows where `counting` has no sums for them.

Datasette counts each facet by itself, so six facets read all rows six times. Which facets are requested, their links,
labels and what is selected stay Datasette's own; only the counting is done here.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from datasette.database import QueryInterrupted, Results
from datasette.facets import ColumnFacet

from provenance.publish.bounding import look_up
from provenance.publish.counting import NUMBERS, ORDER, find_facet, is_counted
from provenance.publish.databases import find_links

if TYPE_CHECKING:
    from datasette.app import Datasette

SEPARATOR = "\x1f"
"""What stands between the values of a row while they are counted: no name has it."""

TOGETHER = 3
"""How many columns are packed into one text: few enough that the texts repeat, and each is taken apart once."""

Counts = Mapping[str, Counter[Any]]
"""How often each value occurs, by column."""


class OneScanFacet(ColumnFacet):  # type: ignore[misc]  # Datasette has no type hints
    """A facet by column that reads the rows of our claims once for all columns that are not counted ahead."""

    ds: Any

    async def facet_results(self) -> Any:
        """What each facet shows, and the facets for which there was no time, as Datasette has it."""
        columns = self._uncounted() if self.table == "claims" and find_links(self.ds, self.database) else ()
        if len(columns) > 1:
            self.ds = _Counted(self.ds, columns, await self._count(columns))
        return await super().facet_results()

    def _uncounted(self) -> tuple[str, ...]:
        configs = [source["config"] for source in self.get_configs() if isinstance(source["config"], dict)]
        requested = dict.fromkeys(config.get("column") or config.get("simple") for config in configs)
        return tuple(
            column for column in ORDER if column in requested and not is_counted(self.sql, column, self.params)
        )

    async def _count(self, columns: Sequence[str]) -> Counts | None:
        """The counts, or None if there was no time for them."""
        # As blobs, for Datasette has every text of a result decoded by a function in Python.
        packed = ", ".join(f"cast({pack(group)} as blob)" for group in batch(columns))
        # As long as Datasette would let all of them take.
        limit = self.ds.setting("facet_time_limit_ms") * len(columns)
        sql = f"select {packed} from ({look_up(self.sql)})"  # noqa: S608 (Datasette's own query, columns of ours)
        try:
            found = await self.ds.execute(self.database, sql, self.params, truncate=False, custom_time_limit=limit)
        except QueryInterrupted:
            return None
        return count_values(columns, found.rows)


class _Counted:
    """Datasette, but that it knows the counts of some facets when it is asked for them."""

    def __init__(self, datasette: "Datasette", columns: Sequence[str], counts: Counts | None) -> None:
        self._datasette = datasette
        self._columns = columns
        self._counts = counts

    def __getattr__(self, name: str) -> Any:
        return getattr(self._datasette, name)

    async def execute(self, database: str, sql: str, *args: Any, **options: Any) -> Any:
        facet = find_facet(sql)
        if facet is None or facet.column not in self._columns:
            return await self._datasette.execute(database, sql, *args, **options)
        if self._counts is None:
            raise QueryInterrupted(None, sql, None)
        return Results(list_most_frequent(self._counts[facet.column], facet.limit), False, None)


def batch(columns: Sequence[str]) -> list[Sequence[str]]:
    """The columns in the groups that are packed together."""
    return [columns[start : start + TOGETHER] for start in range(0, len(columns), TOGETHER)]


def pack(columns: Iterable[str]) -> str:
    """The SQL of one text of the values of these columns."""
    return f" || '{SEPARATOR}' || ".join(f"coalesce({column}, '')" for column in columns)


def count_values(columns: Sequence[str], rows: Iterable[Iterable[bytes]]) -> dict[str, Counter[Any]]:
    """How often each value of each column occurs in rows of packed texts; absent ones are empty and not counted."""
    counts: dict[str, Counter[Any]] = {column: Counter() for column in columns}
    for group, packed in zip(batch(columns), zip(*rows, strict=True), strict=False):
        for text, n in Counter(packed).items():
            for column, value in zip(group, text.decode("utf-8", "replace").split(SEPARATOR), strict=False):
                if value:
                    counts[column][int(value) if column in NUMBERS else value] += n
    return counts


def list_most_frequent(counts: Counter[Any], limit: int) -> list[dict[str, Any]]:
    """The rows that Datasette asks for: the most frequent values first, then in the order of the values."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [{"value": value, "count": n} for value, n in ordered[:limit]]


def replace_facets(groups: Iterable[Iterable[type]]) -> list[list[type]]:
    """The facet classes of all plugins, Datasette's own by column replaced by ours, which is one of that kind."""
    return [[OneScanFacet if facet is ColumnFacet else facet for facet in group] for group in groups]
