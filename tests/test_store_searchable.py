"""The search indexes of sources and articles hold what their rows say, whatever happens to the rows."""

from pathlib import Path

import pytest
from sqlite_utils import Database

from provenance.store import delete_article, open_database
from provenance.store.searching import agrees, find_indexes
from tests.newsroom import STORIES, build


@pytest.fixture(name="db")
def _db(tmp_path: Path) -> Database:
    return open_database(build(tmp_path / "news.db", *STORIES), create=False)


def found(db: Database, table: str, word: str) -> list[str]:
    column = {"sources": "name", "articles": "label"}[table]
    sql = f"select {column} from {table} where rowid in (select rowid from {table}_fts where {table}_fts match ?)"  # noqa: S608
    return [name for (name,) in db.execute(sql, [word]).fetchall()]


def exact(db: Database) -> bool:
    indexes = find_indexes(db)
    assert [index.content for index in indexes] == ["articles", "claims", "sources"]
    return all(agrees(db, index) for index in indexes)


def test_names_headlines_and_bylines_are_found(db: Database) -> None:
    assert found(db, "sources", "brandt") == ["Ilse Brandt"]
    assert found(db, "articles", "voice") == ["One voice", "Two voices"]
    assert found(db, "articles", "adeyemi") == ["Ferry talks"]
    assert exact(db)


def test_a_new_name_replaces_the_old_one(db: Database) -> None:
    db.execute("update sources set name = 'Ilse Marsh' where name = 'Ilse Brandt'")
    db.execute("update articles set byline = null where label = 'Ferry talks'")

    assert found(db, "sources", "brandt") == found(db, "articles", "adeyemi") == []
    assert found(db, "sources", "marsh") == ["Ilse Marsh"]
    assert exact(db)


def test_a_count_leaves_the_index_alone(db: Database) -> None:
    size = "select count(*), sum(length(block)) from sources_fts_data"
    before = db.execute(size).fetchone()
    db.execute("update sources set n_claims = n_claims + 1, name = name")

    assert db.execute(size).fetchone() == before
    assert exact(db)


def test_what_is_deleted_is_no_longer_found(db: Database) -> None:
    for (article,) in db.execute("select id from articles").fetchall():
        delete_article(db, article)

    assert found(db, "articles", "voice") == found(db, "sources", "brandt") == []
    assert exact(db)
