"""Human decisions about who is who: two sources are one, or one is two. Added, never changed, and never forgotten."""

# ruff: noqa: S608 (statements are put together from this package's own names; values are always bound)

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple, TypeVar

import attrs
from sqlite_utils import Database

from provenance.errors import ProvenanceError
from provenance.rows import source_id
from provenance.store.opening import transaction
from provenance.store.reading import read_article
from provenance.store.rekeying import Decisions, read_decisions
from provenance.store.writing import rewrite_article

Found = TypeVar("Found")

SHOWN = 9
"""How many sources an ambiguous name lists at most."""

# Whose key may be another one after a decision: what was rekeyed before, and what stands in an article that has a
# decision of its own. Sources that were just merged come on top.
REKEYED = (
    "SELECT c.article, f.key FROM found_sources f JOIN claims c ON c.id = f.claim"
    " UNION SELECT a.article, s.key FROM article_sources a JOIN sources s ON s.id = a.source"
    " WHERE a.article IN (SELECT article FROM source_decisions)"
)


class Named(NamedTuple):
    """A source as a person means it: its key, and the name it had then."""

    key: str
    name: str


@attrs.frozen(kw_only=True)
class Deciding:
    """Who decides, when (ISO 8601) and why."""

    note: str | None = None
    reviewer: str | None = None
    decided_at: str = attrs.field(factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))


def merge_sources(db: Database, keep: str, others: Sequence[str], by: Deciding | None = None) -> int:
    """Record that `others` are the same source as `keep`, in what is stored and in every later article.

    Args:
        db: the database.
        keep: the id, key or name of the source whose key and name stay.
        others: ids, keys or names of the sources that become one with it.
        by: who says so and why.

    Returns:
        How many stored articles were written again.

    Raises:
        ProvenanceError: if a reference fits no source or several, or a source is to be merged with itself.
        UnusableDatabase: if the database is locked, full, damaged or read-only.
    """
    with transaction(db):
        before = read_decisions(db)
        into = _find_source(db, keep)
        merged = list(dict.fromkeys(_find_source(db, other) for other in others))
        if into.key in {source.key for source in merged}:
            raise ProvenanceError("this is the source to keep", where=into.name, remedy="name another one to merge")
        for source in merged:
            _record(db, by or Deciding(), action="merge", source=source, into=into)
        return _rewrite(db, before, [source_id(source.key) for source in merged])


def split_source(db: Database, source: str, articles: Sequence[str] = (), by: Deciding | None = None) -> int:
    """Undo a merge; or, with articles, record that in these `source` is somebody else.

    Args:
        db: the database.
        source: without articles, the id, key or name of a source that was merged into another. With articles, those of
            a stored source; what it is in these articles becomes a source of its own.
        articles: ids, URLs or names of articles.
        by: who says so and why.

    Returns:
        How many stored articles were written again.

    Raises:
        ProvenanceError: if a reference fits nothing or several, or an article does not name the source.
        UnusableDatabase: if the database is locked, full, damaged or read-only.
    """
    with transaction(db):
        before = read_decisions(db)
        if not articles:
            merged, into = _find_merged(db, before, source)
            _record(db, by or Deciding(), action="split", source=merged, into=into)
            return _rewrite(db, before, [])
        whole = _find_source(db, source)
        # A key that no decision has made before, and that says what it was split from.
        (number,) = db.execute("SELECT count(*) + 1 FROM source_decisions").fetchone()
        part = Named(f"{whole.key}#{number}", whole.name)
        for article in sorted({_find_naming(db, whole, article) for article in articles}):
            _record(db, by or Deciding(), action="split", source=whole, into=part, article=article)
        return _rewrite(db, before, [])


def _find_source(db: Database, reference: str) -> Named:
    # One of which every mention was split off is stored no more, and yet must be there to merge them with again.
    split = "SELECT '', source_key, source_name FROM source_decisions WHERE article <> ''"
    for query in (
        "SELECT id, key, name FROM sources WHERE id = :reference OR key = :reference",
        f"SELECT * FROM ({split} AND source_key = :reference ORDER BY id LIMIT 1)",
        f"SELECT id, key, name FROM sources WHERE name = :reference ORDER BY id LIMIT {SHOWN}",
    ):
        if found := db.execute(query, {"reference": reference}).fetchall():
            return _only(reference, [(Named(key, name), one) for one, key, name in found])
    raise ProvenanceError(
        "no source has this id, key or name", where=reference, remedy="find it with: provenance sources list TEXT"
    )


def _find_merged(db: Database, decisions: Decisions, reference: str) -> tuple[Named, Named]:
    """The source meant, and the one that it is merged into now."""
    columns = "source_key, source_name, into_key, into_name"
    merges = db.execute(f"SELECT {columns} FROM source_decisions WHERE action = 'merge' ORDER BY id")
    latest = {
        key: (Named(key, name), Named(into, into_name))
        for key, name, into, into_name in merges.fetchall()
        if key in decisions.merged
    }
    exact = [pair for key, pair in latest.items() if reference in {source_id(key), key}]
    found = exact or [pair for pair in latest.values() if reference == pair[0].name]
    if not found:
        raise ProvenanceError(
            "no merged source has this id, key or name",
            where=reference,
            remedy="see what was merged in the table source_decisions, or name the articles in which it is another one",
        )
    return _only(reference, [(pair, source_id(pair[0].key)) for pair in found])


def _only(reference: str, found: Sequence[tuple[Found, str]]) -> Found:
    if len(found) > 1:
        ids = ", ".join(one for _, one in found)
        raise ProvenanceError("several sources have this name", where=reference, remedy=f"give an id: {ids}")
    return found[0][0]


def _find_naming(db: Database, source: Named, reference: str) -> str:
    rows = read_article(db, reference)
    if source.key not in {row.key for row in rows.sources}:
        raise ProvenanceError(
            f"the article does not name {source.name}", where=reference, remedy="look at it with: provenance show"
        )
    return rows.article.id


def _record(db: Database, by: Deciding, *, action: str, source: Named, into: Named, article: str | None = None) -> None:
    values = [action, *source, *into, article, by.note, by.reviewer, by.decided_at]
    columns = "action, source_key, source_name, into_key, into_name, article, note, reviewer, decided_at"
    db.execute(f"INSERT INTO source_decisions ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)


def _rewrite(db: Database, before: Decisions, merged: Iterable[str]) -> int:
    """Write every article again to which the decisions that now stand give other keys."""
    after = read_decisions(db)
    naming = [a for one in merged for (a,) in db.execute("SELECT article FROM article_sources WHERE source = ?", [one])]
    rekeyed = [a for a, key in db.execute(REKEYED).fetchall() if before.key_of(key, a) != after.key_of(key, a)]
    articles = sorted({*naming, *rekeyed})
    for article in articles:
        rewrite_article(db, article, after)
    return len(articles)
