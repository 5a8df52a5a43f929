"""Stored rows, read back as they were written."""

# ruff: noqa: S608 (statements are put together from this package's own names; values are always bound)

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeVar

import attrs
from sqlite_utils import Database

from provenance.errors import ProvenanceError
from provenance.rows import (
    AppearanceRow,
    ArticleRow,
    ArticleRows,
    AttributionRow,
    ClaimRow,
    ClaimSpanRow,
    PhotographRow,
    SentenceRow,
    SourceRow,
    from_rows,
    to_rows,
)

Row = TypeVar("Row")


class Reading(NamedTuple):
    """What an article's rows were made from: what was read, and what version of the program read it."""

    fingerprint: str
    version: str


class ListedSource(NamedTuple):
    """A source as a list shows it."""

    id: str
    name: str
    key: str
    source_type: str
    n_claims: int
    n_articles: int


def find_reading(db: Database, article: str) -> Reading | None:
    """What the stored article of this id was made from, or None if there is none."""
    found = db.execute("SELECT fingerprint, version FROM articles WHERE id = ?", [article]).fetchone()
    return Reading(*found) if found else None


def read_article(db: Database, reference: str) -> ArticleRows:
    """Read everything that one article contributed.

    Args:
        db: the database.
        reference: the article's id, URL or name.

    Raises:
        ProvenanceError: if no article, or more than one, goes by this reference.
    """
    for column in ("id", "url", "name"):
        found = [row[0] for row in db.execute(f"SELECT id FROM articles WHERE {column} = ? LIMIT 9", [reference])]
        if len(found) > 1:
            raise ProvenanceError(
                f"several articles have this {column}",
                where=reference,
                remedy=f"give an id: {', '.join(sorted(found))}",
            )
        if found:
            return read_rows(db, found[0])
    raise ProvenanceError(
        "no article has this id, URL or name",
        where=reference,
        remedy="look it up in the articles table: provenance serve",
    )


def list_sources(db: Database, text: str, *, limit: int) -> tuple[ListedSource, ...]:
    """The sources whose name, key or wording contains `text`, those with most claims first; capitals do not matter."""
    held = "instr(lower({}), lower(:text)) > 0"
    wording = f"id IN (SELECT source FROM source_aliases WHERE {held.format('alias')})"
    found = db.execute(
        f"SELECT {', '.join(ListedSource._fields)} FROM sources"
        f" WHERE {held.format('name')} OR {held.format('key')} OR {wording}"
        " ORDER BY n_claims DESC, name, id LIMIT :limit",
        {"text": text, "limit": limit},
    ).fetchall()
    return tuple(ListedSource(*row) for row in found)


def read_rows(db: Database, article: str) -> ArticleRows:
    """Read the rows of the article with this id, in the order in which they were made; it must exist."""
    rows = read_stored(db, article)
    # The wordings are counted over all articles; an article's own follow from its chains.
    return attrs.evolve(rows, aliases=to_rows(from_rows(rows), version=rows.article.version).aliases)


def read_stored(db: Database, article: str) -> ArticleRows:
    """Read an article's rows as they stand, without the wordings, which are stored for all articles together."""
    (row,) = _select(db, ArticleRow, "articles t WHERE id = ?", article)
    of_claim = "JOIN claims c ON c.id = t.claim WHERE c.article = ?"
    role = "(SELECT position FROM span_roles r WHERE r.value = t.role)"
    return ArticleRows(
        article=row,
        sources=_select(
            db,
            SourceRow,
            "(SELECT source AS id, (SELECT key FROM sources s WHERE s.id = source) AS key, name, identity, source_type,"
            " country FROM article_sources WHERE article = ?) t ORDER BY key",
            article,
        ),
        appearances=_select(
            db,
            AppearanceRow,
            "article_sources t WHERE article = ? ORDER BY (SELECT key FROM sources s WHERE s.id = t.source)",
            article,
        ),
        aliases=(),
        claims=_select(db, ClaimRow, "claims t WHERE article = ? ORDER BY position", article),
        photographs=_select(db, PhotographRow, f"photographs t {of_claim} ORDER BY c.position", article),
        spans=_select(db, ClaimSpanRow, f"claim_spans t {of_claim} ORDER BY c.position, {role}, t.start", article),
        attributions=_select(db, AttributionRow, f"attributions t {of_claim} ORDER BY c.position, t.position", article),
        sentences=_select(db, SentenceRow, "sentences t WHERE article = ? ORDER BY start", article),
    )


def _select(db: Database, row_class: type[Row], source: str, *parameters: str) -> tuple[Row, ...]:
    names = [field.name for field in attrs.fields(row_class)]  # type: ignore[arg-type]
    columns = ", ".join(f't."{name}"' for name in names)
    found: Sequence[Sequence[Any]] = db.execute(f"SELECT {columns} FROM {source}", list(parameters)).fetchall()
    return tuple(row_class(**dict(zip(names, values, strict=True))) for values in found)
