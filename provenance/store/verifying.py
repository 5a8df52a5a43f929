"""The proof that a database says what its articles say: every offset, hash, id and count, checked against the text."""

# ruff: noqa: S608 (names come from the database's own schema, values are never put into statements)

import sqlite3
from collections.abc import Iterator
from typing import Any

import attrs
from sqlite_utils import Database

from provenance.rows import ArticleRows, source_id
from provenance.store.opening import explained, path_of
from provenance.store.reading import read_stored
from provenance.store.recounts import RECOUNTED_ALIASES, RECOUNTS
from provenance.store.rekeying import Decisions, apply_decisions, read_decisions, read_found, restore_found
from provenance.store.searching import agrees, find_indexes

UNREAD = frozenset({"fingerprint", "review_status"})
"""Columns that do not follow from the stored text: what was read around it, and what people said about it."""


@attrs.frozen(kw_only=True)
class Difference:
    """Something stored that is not so: in which table and row, and what is wrong."""

    table: str
    id: str
    what: str

    def __str__(self) -> str:
        return f"{self.table} {self.id}: {self.what}"


def verify_database(db: Database) -> Iterator[Difference]:
    """Check everything that is stored, and yield each difference found.

    The file itself, foreign keys, each article against its text and the decisions about its sources, every count
    against a plain recount, review statuses, and the search index. Articles are checked one at a time, so memory does
    not grow with the database.

    Raises:
        UnusableDatabase: if the database cannot be read at all.
    """
    with explained(path_of(db)):
        db.execute(RECOUNTED_ALIASES)
        # One transaction, so that an ingest that runs at the same time is either seen whole or not at all.
        db.conn.execute("BEGIN")
        try:
            yield from _check_file(db)
            yield from _check_articles(db)
            yield from _check_counts(db)
            yield from _check_search(db)
        finally:
            db.rollback()


def _check_file(db: Database) -> Iterator[Difference]:
    for (message,) in db.execute("PRAGMA integrity_check").fetchall():
        if message != "ok":
            yield Difference(table="database", id="file", what=message)
    for table, rowid, parent, _ in db.execute("PRAGMA foreign_key_check").fetchall():
        yield Difference(table=table, id=f"rowid {rowid}", what=f"refers to a row that {parent} does not have")


def _check_articles(db: Database) -> Iterator[Difference]:
    last, decisions = "", read_decisions(db)
    while found := db.execute("SELECT id FROM articles WHERE id > ? ORDER BY id LIMIT 1", [last]).fetchone():
        last = found[0]
        yield from _check_article(db, last, decisions)


def _check_article(db: Database, article: str, decisions: Decisions) -> Iterator[Difference]:
    try:
        stored, found = read_stored(db, article), read_found(db, article)
        derived, rekeyed = apply_decisions(restore_found(stored, found), decisions)
    except (ValueError, KeyError) as error:
        yield Difference(table="articles", id=article, what=f"its rows do not fit together ({error!r})")
        return
    aliases = [(alias.source, alias.alias, alias.rule) for alias in derived.aliases]
    db.conn.executemany("INSERT INTO recounted_aliases VALUES (?, ?, ?)", aliases)
    if found != rekeyed:
        yield Difference(table="found_sources", id=article, what="it does not agree with the decisions about sources")
    misplaced = list(_check_places(stored))
    yield from misplaced or _check_derived(stored, derived)


def _check_places(rows: ArticleRows) -> Iterator[Difference]:
    """Whether every stored offset lies in the text and holds the words stored with it."""
    text = rows.article.text
    for span in rows.spans:
        if text[span.start : span.end] != span.text or span.start >= span.end:
            place = f"{span.claim}, {span.role}, {span.start}"
            yield Difference(table="claim_spans", id=place, what=f"the article does not read {span.text!r} there")
    for hop in rows.attributions:
        if hop.start is not None and not 0 <= hop.start < (hop.end or 0) <= len(text):
            place = f"{hop.claim}, {hop.position}"
            yield Difference(table="attributions", id=place, what=f"{hop.start}..{hop.end} is not within the text")
    for claim in rows.claims:
        if not 0 <= claim.context_start < claim.context_end <= len(text):
            context = f"its context {claim.context_start}..{claim.context_end} is not within the text"
            yield Difference(table="claims", id=claim.id, what=context)
    last = 0
    for sentence in rows.sentences:
        if not last <= sentence.start < sentence.end <= len(text):
            place = f"{sentence.article}, {sentence.start}"
            yield Difference(table="sentences", id=place, what="it overlaps another or is not within the text")
        last = sentence.end


def _check_derived(stored: ArticleRows, derived: ArticleRows) -> Iterator[Difference]:
    """Whether what follows from the text, the offsets and the chains is what is stored: hashes, ids, words, shares."""
    yield from _compare("articles", stored.article.id, stored.article, derived.article)
    for was, should in zip(stored.claims, derived.claims, strict=True):
        yield from _compare("claims", was.id, was, should)
    if stored.photographs != derived.photographs:
        what = "what it says of its photographs does not agree with the chains of their credits"
        yield Difference(table="photographs", id=stored.article.id, what=what)
    for hop, wanted in zip(stored.attributions, derived.attributions, strict=True):
        yield from _compare("attributions", f"{hop.claim}, {hop.position}", hop, wanted)
    seen = {appearance.source: appearance for appearance in derived.appearances}
    for appearance in stored.appearances:
        place = f"{stored.article.id}, {appearance.source}"
        if appearance.source in seen:
            yield from _compare("article_sources", place, appearance, seen[appearance.source])
        else:
            yield Difference(table="article_sources", id=place, what="no claim of the article names this source")


def _compare(table: str, key: str, was: Any, should: Any) -> Iterator[Difference]:
    for field in attrs.fields(type(was)):
        old, new = getattr(was, field.name), getattr(should, field.name)
        if field.name not in UNREAD and old != new:
            yield Difference(table=table, id=key, what=f"{field.name} is {old!r}, should be {new!r}")


def _check_counts(db: Database) -> Iterator[Difference]:
    for recount in RECOUNTS:
        for key, was, should in db.execute(recount.sql):
            yield Difference(table=recount.table, id=key, what=f"{recount.what} is {was!r}, should be {should!r}")
    for found, key in db.execute("SELECT id, key FROM sources ORDER BY id"):
        if found != source_id(key):
            yield Difference(table="sources", id=found, what=f"its key is {key!r}, whose id is {source_id(key)}")


def _check_search(db: Database) -> Iterator[Difference]:
    for index in find_indexes(db):
        (rows,) = db.execute(f"SELECT count(*) FROM {index.content}").fetchone()
        (indexed,) = db.execute(f"SELECT count(*) FROM {index.name}_docsize").fetchone()
        if rows != indexed:
            yield Difference(table=index.name, id="rows", what=f"there are {indexed}, should be {rows}")
        try:
            damage = None if agrees(db, index) else "its words are others"
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_CORRUPT:
                raise
            damage = str(error)
        if damage:
            what = f"the search index does not match the {index.content} ({damage})"
            yield Difference(table=index.name, id="words", what=what)
