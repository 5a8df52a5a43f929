"""A database that may only be read: what can be done with it, and what a user is told who needs more."""

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner

from provenance.cli import main
from provenance.errors import UnusableDatabase
from provenance.store import open_database, open_for_reading, opening, verify_database
from tests.newsroom import STORIES, build

NOBODY = 65534


@pytest.fixture(name="locked")
def _locked() -> Iterator[Path]:
    """A database that neither this user nor its group may write, in a directory that they may not write either."""
    with TemporaryDirectory() as name:
        folder, database = Path(name), build(Path(name) / "news.db", *STORIES)
        database.chmod(0o444)
        folder.chmod(0o555)
        privileged = os.geteuid() == 0
        if privileged:  # nothing is forbidden to root
            os.seteuid(NOBODY)
        try:
            yield database
        finally:
            if privileged:
                os.seteuid(0)
            folder.chmod(0o755)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_reading_and_verifying_change_nothing(tmp_path: Path) -> None:
    database = build(tmp_path / "news.db", *STORIES)
    before = database.read_bytes()

    db = open_for_reading(database)

    assert list(verify_database(db)) == []
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        db.execute("DELETE FROM claims")
    assert database.read_bytes() == before


def test_verify_does_not_wait_for_a_writer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.0)
    database = build(tmp_path / "news.db", *STORIES)
    writer = open_database(database, create=False)
    writer.conn.execute("BEGIN IMMEDIATE")

    result = CliRunner().invoke(main, ["verify", "--db", str(database)])

    assert result.output == f"{database}: every span, hash and count agrees with the stored text\n"
    writer.rollback()


def test_what_may_not_be_written_is_explained(locked: Path) -> None:
    with pytest.raises(UnusableDatabase) as refused:
        open_for_reading(locked)

    assert str(refused.value) == (
        f"{locked}: cannot be read, for its directory may not be written, where SQLite keeps two files while it reads; "
        "let this user write there; if nobody writes to the database, serve it with --immutable"
    )


def test_what_nobody_writes_can_be_read_as_such(locked: Path) -> None:
    before = contents(locked.parent)

    assert list(verify_database(open_for_reading(locked, immutable=True))) == []
    assert contents(locked.parent) == before


def test_a_file_system_mounted_for_reading_needs_no_option(locked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "is_immutable", lambda _: True)

    assert list(verify_database(open_for_reading(locked))) == []


def test_a_database_whose_last_changes_stand_beside_it_is_not_taken_for_complete(tmp_path: Path) -> None:
    database = build(tmp_path / "news.db", STORIES[0])
    writer = open_database(database, create=False)
    writer.execute("UPDATE articles SET title = 'changed'")
    writer.conn.commit()

    with pytest.raises(UnusableDatabase, match=r"news\.db: is not complete by itself: .* in news\.db-wal; have them"):
        open_for_reading(database, immutable=True)

    writer.close()
    assert open_for_reading(database, immutable=True).execute("SELECT title FROM articles").fetchone() == ("changed",)


def test_the_shape_of_an_older_version_is_brought_up_to_date_where_that_may_be(tmp_path: Path) -> None:
    database = tmp_path / "news.db"
    database.touch()

    with pytest.raises(UnusableDatabase, match="has the shape of an older version; without --immutable"):
        open_for_reading(database, immutable=True)

    assert list(verify_database(open_for_reading(database))) == []


@pytest.mark.parametrize("name", [b"caf\xe9.db", b"50%25 #1?.db", "ñandú “x”.db".encode()])
def test_any_file_name_will_do(name: bytes, tmp_path: Path) -> None:
    database = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
    build(database, *STORIES)

    assert list(verify_database(open_for_reading(database))) == []
    assert list(verify_database(open_database(database, create=False))) == []


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE claims_fts_data SET block = x'00' WHERE id > 10",
        "INSERT INTO claims_fts (claims_fts, rowid, text, chain, cue) SELECT 'delete', rowid, text, chain, cue "
        "FROM claims WHERE position = 0",
        "INSERT INTO claims_fts (rowid, text, chain, cue) VALUES (1, 'ferry', '', '')",
    ],
    ids=["unreadable", "a claim is left out", "a word too many"],
)
def test_verify_sees_a_search_index_that_has_other_words(damage: str, tmp_path: Path) -> None:
    database = build(tmp_path / "news.db", *STORIES)
    with sqlite3.connect(database) as connection:
        connection.execute(damage)

    found = [str(difference) for difference in verify_database(open_for_reading(database))]

    assert any(line.startswith("claims_fts words: the search index does not match the claims (") for line in found)
