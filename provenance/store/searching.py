"""Whether a search index holds exactly the words of the rows it indexes, found out without writing to the database.

FTS5's own integrity check is an INSERT, for which SQLite wants the right to write, and which a database opened for
reading refuses. So the index is built a second time, in SQLite's temporary space, and both are read side by side.
"""

# ruff: noqa: S608 (names come from the database's own schema, values are never put into statements)

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import attrs
from sqlite_utils import Database

DECLARED = re.compile(
    r"CREATE VIRTUAL TABLE \W?(?P<name>\w+)\W? USING FTS5 \((?P<options>.*)\)\s*", re.IGNORECASE | re.DOTALL
)
CONTENT = re.compile(r"content\s*=\s*\W?(?P<table>\w+)\W?")
PAGE = 10_000
"""How many of an index's places are compared at a time."""


@attrs.frozen(kw_only=True)
class SearchIndex:
    """An FTS5 table over the rows of another: its name, that table's, and the options it was declared with."""

    name: str
    content: str
    options: str


def find_indexes(db: Database) -> tuple[SearchIndex, ...]:
    """The database's search indexes over tables, by name."""
    declared = db.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND sql LIKE '%fts5%' ORDER BY name")
    found = []
    for (sql,) in declared.fetchall():
        match = DECLARED.fullmatch(sql)
        content = CONTENT.search(match["options"]) if match else None
        if match and content:
            found.append(SearchIndex(name=match["name"], content=content["table"], options=match["options"]))
    return tuple(found)


def agrees(db: Database, index: SearchIndex) -> bool:
    """Whether every word of the rows stands in the index at its place, and nothing else does.

    Raises:
        sqlite3.DatabaseError: with SQLITE_CORRUPT if the index is so damaged that it cannot be read.
    """
    places = "SELECT term, doc, col, offset FROM temp"
    with (
        _rebuilt(db, index),
        closing(db.execute(f"{places}.stored_words")) as stored,
        closing(db.execute(f"{places}.wanted_words")) as wanted,
    ):
        return all(one == other for one, other in _pages(stored, wanted))


@contextmanager
def _rebuilt(db: Database, index: SearchIndex) -> Iterator[None]:
    options = CONTENT.sub("content=''", index.options)
    columns = ", ".join(f'"{column}"' for _, column, *_ in db.execute(f"PRAGMA table_info({index.name})").fetchall())
    try:
        db.execute(f"CREATE VIRTUAL TABLE temp.wanted USING FTS5 ({options})")
        db.execute(f"INSERT INTO temp.wanted (rowid, {columns}) SELECT rowid, {columns} FROM main.{index.content}")
        db.execute("CREATE VIRTUAL TABLE temp.wanted_words USING fts5vocab(temp, wanted, instance)")
        db.execute(f"CREATE VIRTUAL TABLE temp.stored_words USING fts5vocab(main, {index.name}, instance)")
        yield
    finally:
        for table in ("stored_words", "wanted_words", "wanted"):
            db.execute(f"DROP TABLE IF EXISTS temp.{table}")


def _pages(one: sqlite3.Cursor, other: sqlite3.Cursor) -> Iterator[tuple[list[object], list[object]]]:
    """The places of two indexes, which both come in the order of their terms, page by page."""
    while True:
        pages = one.fetchmany(PAGE), other.fetchmany(PAGE)
        if pages == ([], []):
            return
        yield pages
