"""How tables are declared: STRICT, every column with a type, most of them never empty."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlite_utils import Database
from sqlite_utils.db import ForeignKey

Columns = Mapping[str, type]


def add_columns(db: Database, table: str, *declared: str) -> None:
    """Add columns to a table, each declared as in SQL."""
    for column in declared:
        db.execute(f"ALTER TABLE {table} ADD COLUMN {column}")


def refuse_changes(db: Database, table: str, advice: str) -> None:
    """Make a table append-only; whoever changes a row is given the advice."""
    # As for reviews: INSERT OR REPLACE deletes without a DELETE trigger.
    taken = f"INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE id = new.id)"  # noqa: S608 (names of our own)
    for name, event in {"update": f"UPDATE ON {table}", "delete": f"DELETE ON {table}", "replace": taken}.items():
        db.execute(
            f"CREATE TRIGGER {table}_refuse_{name} BEFORE {event} "
            f"BEGIN SELECT RAISE(ABORT, '{table} are append-only: {advice}'); END"
        )


def create(
    db: Database,
    name: str,
    columns: Columns,
    *,
    pk: str | tuple[str, ...],
    nullable: str = "",
    links: Mapping[str, str] | None = None,
    indexes: Iterable[str] = (),
) -> None:
    """Create a table. `links` maps a column to "table.column", with "cascade" when it goes with its owner."""
    db.table(name).create(
        dict(columns),
        pk=pk,
        not_null=set(columns) - set(nullable.split()),
        foreign_keys=[_link(name, column, target) for column, target in (links or {}).items()],
        strict=True,
    )
    for index in indexes:
        db.table(name).create_index(index.split())


def _link(table: str, column: str, target: str) -> ForeignKey:
    place, _, action = target.partition(" ")
    other_table, other_column = place.split(".")
    actions: dict[str, Any] = {"on_delete": "CASCADE"} if action else {}
    return ForeignKey(table, column, other_table, other_column, **actions)


def texts(names: str) -> dict[str, type]:
    """Columns of text, their names parted by spaces."""
    return dict.fromkeys(names.split(), str)


def integers(names: str) -> dict[str, type]:
    """Columns of whole numbers, their names parted by spaces."""
    return dict.fromkeys(names.split(), int)


def reals(names: str) -> dict[str, type]:
    """Columns of numbers, their names parted by spaces."""
    return dict.fromkeys(names.split(), float)
