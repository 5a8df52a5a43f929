"""Search indexes over tables whose rows are often updated but seldom renamed."""

# ruff: noqa: S608 (statements are put together from names of our own)

from collections.abc import Sequence

from sqlite_utils import Database

TOKENS = "porter unicode61 remove_diacritics 2"
"""How words are told apart and made alike, as in the index of claims."""


def make_searchable(db: Database, table: str, columns: Sequence[str]) -> None:
    """Index a table's rows for full-text search, and keep the index exact with triggers.

    An article adds to the counts of all its sources; their index is left alone unless a name has changed.
    """
    db.table(table).enable_fts(columns, tokenize=TOKENS)
    index, named = f"{table}_fts", ", ".join(columns)
    old, new = (", ".join(f"{row}.{column}" for column in columns) for row in ("old", "new"))
    remove = f"INSERT INTO {index} ({index}, rowid, {named}) VALUES ('delete', old.rowid, {old});"
    add = f"INSERT INTO {index} (rowid, {named}) VALUES (new.rowid, {new});"
    changed = " OR ".join(f"old.{column} IS NOT new.{column}" for column in columns)
    for name, event, body in (
        ("insert", f"INSERT ON {table}", add),
        ("delete", f"DELETE ON {table}", remove),
        ("update", f"UPDATE OF {named} ON {table} WHEN {changed}", f"{remove} {add}"),
    ):
        db.execute(f"CREATE TRIGGER {index}_{name} AFTER {event} BEGIN {body} END")
