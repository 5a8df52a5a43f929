"""A database that cannot be used is refused in one line that says why and what to do."""

import resource
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from provenance.errors import UnusableDatabase
from provenance.rows import to_rows
from provenance.store import Version, open_database, opening, start_run, verify_database, write_article
from tests.traced import make_trace

VERSION = Version(id="v1", program="1.0", weights=None, lexicon="words")
CLAIM = "{source:Mayor Ada Quill} {cue:said} {content:the bridge was safe}."


def make_foreign(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE birds (name TEXT)")


def make_marked(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA application_id = 7")


def make_newer(path: Path) -> None:
    db = open_database(path, create=True)
    step = {"migration_set": "provenance", "name": "add_telepathy", "applied_at": "2031-01-01"}
    db.table("_sqlite_migrations").insert(step)
    db.close()


def make_damaged(path: Path) -> None:
    db = open_database(path, create=True)
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    page = path.read_bytes()
    path.write_bytes(page[:100] + b"\xff" * 4000 + page[4100:])


def make_text(path: Path) -> None:
    path.write_text("The mayor said the bridge was safe.\n" * 40)


UNUSABLE: list[tuple[str, Callable[[Path], object], str]] = [
    ("missing", lambda path: None, "there is no such database; make it with: provenance ingest"),
    ("directory", Path.mkdir, "is a directory; name a file"),
    ("text", make_text, "is not an SQLite database; name another file"),
    ("foreign", make_foreign, "was not made by this program"),
    ("marked by another", make_marked, "was not made by this program"),
    ("newer", make_newer, "was written by a newer version of this program; upgrade"),
    ("damaged", make_damaged, "is damaged; restore a copy"),
]


@pytest.mark.parametrize(("make", "message"), [case[1:] for case in UNUSABLE], ids=[case[0] for case in UNUSABLE])
def test_an_unusable_database_is_refused(tmp_path: Path, make: Callable[[Path], object], message: str) -> None:
    path = tmp_path / "news.db"
    make(path)
    before = path.read_bytes() if path.is_file() else None

    with pytest.raises(UnusableDatabase, match=message) as refused:
        open_database(path, create=False)

    assert str(refused.value).startswith(f"{path}: ")
    assert "\n" not in str(refused.value)
    assert (path.read_bytes() if path.is_file() else None) == before


@pytest.mark.parametrize("folder", ["/proc/nowhere/db", "/proc"])
def test_a_directory_that_cannot_be_written_is_named(folder: str) -> None:
    with pytest.raises(UnusableDatabase, match=f"{folder}/news.db: (its directory cannot be made|cannot be opened)"):
        open_database(Path(folder) / "news.db", create=True)


def test_a_new_database_and_its_directory_are_made(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "down" / "news.db"

    db = open_database(path, create=True)

    settings = [db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous", "foreign_keys")]
    assert settings == ["wal", 1, 1]
    assert list(verify_database(db)) == []


def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    path.touch()

    assert list(verify_database(open_database(path, create=True))) == []


def test_a_reader_and_a_writer_work_side_by_side(tmp_path: Path) -> None:
    reader = open_database(tmp_path / "news.db", create=True)
    start_run(reader, VERSION, "by hand")
    writer = open_database(tmp_path / "news.db", create=False)
    reader.conn.execute("BEGIN")
    assert reader.table("articles").count == 0

    write_article(writer, to_rows(make_trace(CLAIM), version="v1"))

    assert reader.table("articles").count == 0
    reader.rollback()
    assert reader.table("articles").count == 1


def test_a_locked_database_is_refused_after_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.1)
    holder = open_database(tmp_path / "news.db", create=True)
    start_run(holder, VERSION, "by hand")
    db = open_database(tmp_path / "news.db", create=False)
    holder.conn.execute("BEGIN IMMEDIATE")

    with pytest.raises(UnusableDatabase, match="is locked by another program; wait until that has finished"):
        write_article(db, to_rows(make_trace(CLAIM), version="v1"))

    holder.rollback()
    write_article(db, to_rows(make_trace(CLAIM), version="v1"))
    assert holder.table("articles").count == 1


def test_a_database_locked_whole_is_refused_when_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.1)
    holder = sqlite3.connect(tmp_path / "news.db")
    holder.execute("BEGIN EXCLUSIVE")

    with pytest.raises(UnusableDatabase, match="is locked by another program"):
        open_database(tmp_path / "news.db", create=True)


def test_a_full_disk_loses_the_article_and_nothing_else(tmp_path: Path) -> None:
    db = open_database(tmp_path / "news.db", create=True)
    start_run(db, VERSION, "by hand")
    write_article(db, to_rows(make_trace(CLAIM, name="first"), version="v1"))
    pages = db.execute("PRAGMA page_count").fetchone()[0]
    db.execute(f"PRAGMA max_page_count = {pages + 2}")
    long = to_rows(make_trace(*[CLAIM] * 300, name="second"), version="v1")

    with pytest.raises(UnusableDatabase, match="the disk is full; free some space and run the command again"):
        write_article(db, long)

    assert [row["name"] for row in db.table("articles").rows] == ["first"]
    assert list(verify_database(db)) == []
    db.execute("PRAGMA max_page_count = 1000000")
    write_article(db, long)
    assert list(verify_database(db)) == []


def test_a_file_that_may_not_grow_is_refused_as_such(tmp_path: Path) -> None:
    db = open_database(tmp_path / "news.db", create=True)
    start_run(db, VERSION, "by hand")
    size = (tmp_path / "news.db-wal").stat().st_size
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        with pytest.raises(UnusableDatabase, match=r"the disk (is full|failed)"):
            write_article(db, to_rows(make_trace(*[CLAIM] * 300), version="v1"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert list(verify_database(db)) == []
