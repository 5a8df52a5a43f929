"""Opening a database, and saying in one line why one cannot be used."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from provenance.errors import UnusableDatabase
from provenance.store.migrations import APPLICATION_ID, migrations

BUSY_SECONDS = 10.0
"""How long to wait for another program that is writing to the same database."""

REASONS = {
    "SQLITE_BUSY": ("is locked by another program", "wait until that has finished, then run the command again"),
    "SQLITE_LOCKED": ("is locked by another program", "wait until that has finished, then run the command again"),
    "SQLITE_FULL": ("the disk is full", "free some space and run the command again; what was written is kept"),
    "SQLITE_NOTADB": ("is not an SQLite database", "name another file with --db"),
    "SQLITE_CORRUPT": ("is damaged", "restore a copy, or delete it and ingest again"),
    "SQLITE_READONLY": ("cannot be written", "check the permissions of the file and its directory"),
    "SQLITE_CANTOPEN": ("cannot be opened", "check the path and the permissions of its directory"),
    "SQLITE_PERM": ("cannot be opened", "check the permissions of the file and its directory"),
    "SQLITE_IOERR": ("the disk failed", "check the disk, then run the command again"),
}
"""What SQLite reports, by the beginning of its name, as what happened and what to do."""


def open_database(path: Path, *, create: bool) -> Database:
    """Open a database of this program for reading and writing, and bring its shape up to date.

    Args:
        path: the file.
        create: whether to make the file, and its directory, if there is none.

    Raises:
        UnusableDatabase: if it is missing, locked, damaged, not ours, or written by a newer version of the program.
    """
    _refuse_directory(path)
    if not path.exists():
        _prepare(path, create)
    with explained(str(path)):
        db = Database(sqlite3.connect(path, timeout=BUSY_SECONDS))
        try:
            _recognise(db, str(path))
            _settle(db)
        except BaseException:
            db.close()
            raise
    return db


def open_for_reading(path: Path, *, immutable: bool = False) -> Database:
    """Open a database of this program so that nothing can be written to it.

    A database of an older version has its shape brought up to date first, where it may be written.

    Args:
        path: the file.
        immutable: whether to trust that nobody writes to the file, and to read it without any lock.

    Raises:
        UnusableDatabase: if it is missing, damaged, not ours, not to be read, or written by another version.
    """
    _refuse_directory(path)
    if not path.exists():
        _prepare(path, create=False)
    with explained(os.fspath(path)):
        db = Database(_connect_for_reading(path, immutable=immutable))
        try:
            _recognise(db, os.fspath(path))
            behind = bool(migrations.pending(db))
        except BaseException:
            db.close()
            raise
    if not behind:
        return db
    db.close()
    if immutable or is_immutable(path):
        remedy = "without --immutable, and where it may be written, provenance brings it up to date"
        raise UnusableDatabase("has the shape of an older version", where=os.fspath(path), remedy=remedy)
    open_database(path, create=False).close()
    return open_for_reading(path)


def is_immutable(path: Path) -> bool:
    """Whether no program can write to the file: it lies on a file system that is mounted for reading only."""
    return bool(os.statvfs(path).f_flag & os.ST_RDONLY)


def _connect_for_reading(path: Path, *, immutable: bool) -> sqlite3.Connection:
    """Connect by `mode=ro`, or by `immutable=1` where that was asked for or nobody can write.

    SQLite reads a database in WAL mode (https://www.sqlite.org/wal.html, "Read-Only Databases") if the files beside it
    exist, or can be made in its directory, or if it is told that the file never changes.
    """
    if immutable or is_immutable(path):
        return _connect_immutable(path)
    connection = sqlite3.connect(f"{_uri(path)}?mode=ro", uri=True, timeout=BUSY_SECONDS, check_same_thread=False)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        if error.sqlite_errorcode & 0xFF not in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY} or not os.access(
            path, os.R_OK
        ):
            raise
        raise UnusableDatabase(
            "cannot be read, for its directory may not be written, where SQLite keeps two files while it reads",
            where=os.fspath(path),
            remedy="let this user write there; if nobody writes to the database, serve it with --immutable",
        ) from error
    return connection


def _connect_immutable(path: Path) -> sqlite3.Connection:
    log = path.with_name(f"{path.name}-wal")
    if log.exists() and log.stat().st_size:
        raise UnusableDatabase(
            f"is not complete by itself: its last changes are still in {log.name}",
            where=os.fspath(path),
            remedy=f"have them written into it with: sqlite3 {path.name} 'PRAGMA wal_checkpoint(TRUNCATE)'",
        )
    return sqlite3.connect(f"{_uri(path)}?immutable=1", uri=True, check_same_thread=False)


def _uri(path: Path) -> str:
    return path.absolute().as_uri()


def _refuse_directory(path: Path) -> None:
    if path.is_dir():
        raise UnusableDatabase("is a directory", where=os.fspath(path), remedy="name a file with --db")


@contextmanager
def transaction(db: Database) -> Iterator[None]:
    """Do everything inside or nothing, having waited for the right to write before the first statement.

    `Database.atomic` begins as a reader; one that turns writer while another program commits fails at once, without
    waiting.

    Raises:
        UnusableDatabase: if the database is locked, full, damaged or read-only.
    """
    with explained(path_of(db)):
        db.conn.execute("BEGIN IMMEDIATE")
        try:
            yield
            db.conn.execute("COMMIT")
        except BaseException:
            db.rollback()
            raise


@contextmanager
def explained(path: str) -> Iterator[None]:
    """Turn SQLite's refusals into `UnusableDatabase`; an error in our own SQL passes unchanged."""
    try:
        yield
    except sqlite3.Error as error:
        reported = getattr(error, "sqlite_errorname", None) or ""
        for name, (what, remedy) in REASONS.items():
            if reported.startswith(name):
                raise UnusableDatabase(what, where=path, remedy=remedy) from error
        raise


def _prepare(path: Path, create: bool) -> None:
    if not create:
        raise UnusableDatabase(
            "there is no such database", where=str(path), remedy=f"make it with: provenance ingest PATH --db {path}"
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnusableDatabase(
            f"its directory cannot be made ({error.strerror})", where=str(path), remedy="name another file with --db"
        ) from error


def _recognise(db: Database, path: str) -> None:
    """Refuse what this program has not made, or what a newer one has."""
    marked = db.execute("PRAGMA application_id").fetchone()[0]
    empty = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
    if marked != APPLICATION_ID and not (empty and marked == 0):
        raise UnusableDatabase("was not made by this program", where=path, remedy="name another file with --db")
    known = {step.name for step in migrations.pending(db)} | {step.name for step in migrations.applied(db)}
    ours = {step.name for step in migrations.pending(Database(memory=True))}
    if known - ours:
        raise UnusableDatabase(
            "was written by a newer version of this program",
            where=path,
            remedy="upgrade provenance, or use another file",
        )


def _settle(db: Database) -> None:
    if db.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute("PRAGMA foreign_keys = ON")
    if migrations.pending(db):
        with transaction(db):
            db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            migrations.apply(db)


def path_of(db: Database) -> str:
    """The file of an open database, empty for one in memory; its name need not be UTF-8."""
    usual, db.conn.text_factory = db.conn.text_factory, os.fsdecode
    try:
        return str(db.execute("PRAGMA database_list").fetchone()[2])
    finally:
        db.conn.text_factory = usual
