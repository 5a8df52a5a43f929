"""One article in, one transaction: rows, counts, search index and review statuses together, or nothing."""

# ruff: noqa: S608 (statements are put together from this package's own names; values are always bound)

from collections import defaultdict
from collections.abc import Iterable, Sequence
from enum import StrEnum

import attrs
from sqlite_utils import Database

from provenance.rows import ArticleRows, as_builtins
from provenance.store.electing import ELECTED
from provenance.store.opening import transaction
from provenance.store.reading import Reading, find_reading, read_rows
from provenance.store.rekeying import (
    Decisions,
    FoundSource,
    apply_decisions,
    read_decisions,
    read_found,
    restore_found,
)
from provenance.store.tallies import COUNTED, Entry, Tally, difference, tally

UNCOUNTED = dict.fromkeys((*COUNTED["sources"].counts, "n_outlets"), 0)

MADE_BEFORE = {"sources", "outlets"}
"""The tables with counts whose rows are made before their counts are known, since other rows refer to them."""

OF_SOURCES = tuple(table for table in COUNTED if table.startswith("source"))
"""The tables with counts whose keys begin with a source."""

Changes = dict[tuple[str, ...], dict[str, int]]
"""What is to be added to a table's counting columns, by the key of the row."""

ELECT_SOURCE = (
    "UPDATE sources SET "
    + "".join(f"{column} = ({election}), " for column, election in ELECTED.items())
    + "n_outlets = (SELECT count(*) FROM source_outlets o WHERE o.source = sources.id) WHERE id = ?"
)


class Outcome(StrEnum):
    """What writing an article did."""

    WRITTEN = "written"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"


def write_article(db: Database, rows: ArticleRows) -> Outcome:
    """Store an article, replacing what was stored of it before; an unchanged one is left alone.

    Unchanged means: the same was read, and the same version of the program read it. The version must be registered.
    Sources that people merged or split are stored as they decided.

    Raises:
        UnusableDatabase: if the database is locked, full, damaged or read-only; nothing of the article is then stored.
    """
    with transaction(db):
        return _store(db, rows)


def write_articles(db: Database, articles: Iterable[ArticleRows]) -> tuple[Outcome, ...]:
    """Store several articles as `write_article` does, all of them or none; other programs wait for so long to write.

    Raises:
        UnusableDatabase: if the database is locked, full, damaged or read-only; nothing of any article is then stored.
    """
    with transaction(db):
        return tuple(_store(db, rows) for rows in articles)


def rewrite_article(db: Database, article: str, decisions: Decisions) -> None:
    """Store the article of this id again under other decisions, within the transaction that made them."""
    found = restore_found(read_rows(db, article), read_found(db, article))
    old = _remove(db, article)
    _write(db, *apply_decisions(found, decisions), old)


def delete_article(db: Database, article: str) -> bool:
    """Remove the article of this id with its claims; reviews of them stay. Says whether there was one.

    Raises:
        UnusableDatabase: if the database is locked, full, damaged or read-only.
    """
    with transaction(db):
        if find_reading(db, article) is None:
            return False
        _recount(db, difference(Tally(), _remove(db, article)))
        return True


def _store(db: Database, rows: ArticleRows) -> Outcome:
    article = rows.article
    stored = find_reading(db, article.id)
    if stored == Reading(article.fingerprint, article.version):
        return Outcome.UNCHANGED
    old = _remove(db, article.id) if stored else Tally()
    _write(db, *apply_decisions(rows, read_decisions(db)), old)
    return Outcome.REPLACED if stored else Outcome.WRITTEN


def _write(db: Database, rows: ArticleRows, found: Sequence[FoundSource], old: Tally) -> None:
    """Write the rows of an article that is not there, and count them instead of `old`."""
    new = tally(rows)
    _make_room(db, rows)
    _insert(db, rows)
    db.table("found_sources").insert_all(map(as_builtins, found))
    _recount(db, difference(new, old))


def _remove(db: Database, article: str) -> Tally:
    contributed = tally(read_rows(db, article))
    db.execute("DELETE FROM articles WHERE id = ?", [article])
    return contributed


def _make_room(db: Database, rows: ArticleRows) -> None:
    """Make the rows that the article's rows refer to; their counts and classification follow in `_recount`."""
    if rows.article.outlet is not None:
        db.execute("INSERT OR IGNORE INTO outlets VALUES (?, 0, 0)", [rows.article.outlet])
    sources = [as_builtins(source) | UNCOUNTED for source in rows.sources]
    db.table("sources").insert_all(sources, ignore=True)


def _insert(db: Database, rows: ArticleRows) -> None:
    owner = rows.article.id
    verdicts = dict(db.execute("SELECT claim, verdict FROM reviews WHERE article = ? ORDER BY id", [owner]).fetchall())
    claims = [attrs.evolve(claim, review_status=verdicts.get(claim.id, claim.review_status)) for claim in rows.claims]
    db.table("articles").insert(as_builtins(rows.article))
    db.table("article_sources").insert_all(map(as_builtins, rows.appearances))
    db.table("claims").insert_all(map(as_builtins, claims))
    db.table("photographs").insert_all(map(as_builtins, rows.photographs))
    db.table("claim_spans").insert_all(map(as_builtins, rows.spans))
    db.table("attributions").insert_all(map(as_builtins, rows.attributions))
    db.table("sentences").insert_all(map(as_builtins, rows.sentences))


def _recount(db: Database, changes: dict[Entry, int]) -> None:
    by_table: dict[str, Changes] = {table: defaultdict(dict) for table in COUNTED}
    for (table, key, column), change in changes.items():
        by_table[table][key][column] = change
    for table, rows in by_table.items():
        _add(db, table, rows)
    for table, rows in reversed(by_table.items()):
        _drop_empty(db, table, [key for key, row in rows.items() if min(row.values()) < 0])
    touched = sorted({key[0] for table in OF_SOURCES for key in by_table[table]})
    db.conn.executemany(ELECT_SOURCE, [[source] for source in touched])


def _add(db: Database, table: str, changes: Changes) -> None:
    key, counts = COUNTED[table]
    rows = [(*place, *(change.get(count, 0) for count in counts)) for place, change in changes.items()]
    if table in MADE_BEFORE:
        (place,) = key
        sums = ", ".join(f"{count} = {count} + ?{number}" for number, count in enumerate(counts, start=2))
        db.conn.executemany(f"UPDATE {table} SET {sums} WHERE {place} = ?1", rows)
        return
    columns, marks = ", ".join(key + counts), ", ".join("?" for _ in key + counts)
    sums = ", ".join(f"{count} = {count} + excluded.{count}" for count in counts)
    statement = f"INSERT INTO {table} ({columns}) VALUES ({marks}) ON CONFLICT ({', '.join(key)}) DO UPDATE SET {sums}"
    db.conn.executemany(statement, rows)


def _drop_empty(db: Database, table: str, keys: Sequence[tuple[str, ...]]) -> None:
    key, counts = COUNTED[table]
    here = " AND ".join(f"{column} = ?" for column in key)
    empty = " AND ".join(f"{count} = 0" for count in counts)
    db.conn.executemany(f"DELETE FROM {table} WHERE {here} AND {empty}", keys)
