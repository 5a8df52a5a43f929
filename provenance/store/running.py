"""The log of runs: which version wrote what, and which inputs could not be read and why."""

from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum

import attrs
from sqlite_utils import Database

from provenance.errors import Failure
from provenance.store.opening import transaction


class RunStatus(StrEnum):
    """How a run ended; one that was killed stays `running` until the next begins, and is then `interrupted`."""

    RUNNING = "running"
    FINISHED = "finished"
    INTERRUPTED = "interrupted"
    FAILED = "failed"


@attrs.frozen(kw_only=True)
class Version:
    """What produces a database's rows: the program, the tagger's weights, if there are any, and the lexicon.

    `id` is a hash of the three, so that the same version has the same id in every database.
    """

    id: str
    program: str
    weights: str | None
    lexicon: str


@attrs.frozen(kw_only=True)
class RunCounts:
    """What a run has done so far. `n_articles` were read; `n_written` counts new and replaced ones."""

    n_articles: int = 0
    n_written: int = 0
    n_unchanged: int = 0
    n_failed: int = 0
    n_claims: int = 0


def start_run(db: Database, version: Version, inputs: str) -> int:
    """Register the version, log the beginning of a run over `inputs`, and give the run's id.

    Raises:
        UnusableDatabase: if the database is locked, full, damaged or read-only.
    """
    with transaction(db):
        db.table("versions").insert(attrs.asdict(version), ignore=True)
        db.execute(
            "UPDATE runs SET status = ? WHERE status = ?", [RunStatus.INTERRUPTED.value, RunStatus.RUNNING.value]
        )
        row = {"started": _now(), "status": RunStatus.RUNNING.value, "version": version.id, "inputs": _storable(inputs)}
        db.table("runs").insert(row | attrs.asdict(RunCounts()))
        return int(db.execute("SELECT last_insert_rowid()").fetchone()[0])


def finish_run(db: Database, run: int, status: RunStatus, counts: RunCounts) -> None:
    """Log how a run ended and what it did.

    Raises:
        UnusableDatabase: if the database is locked, full, damaged or read-only.
    """
    with transaction(db):
        row = {"finished": _now(), "status": status.value} | attrs.asdict(counts)
        db.table("runs").update(run, row)


def record_error(db: Database, run: int, error: Failure) -> None:
    """Log an input that could not be stored.

    Raises:
        UnusableDatabase: if the database is locked, full, damaged or read-only.
    """
    with transaction(db):
        described = {field: _storable(value) for field, value in attrs.asdict(error).items()}
        db.table("ingest_errors").insert({"run": run, "at": _now()} | described)


def list_errors(db: Database, run: int) -> Iterator[Failure]:
    """The errors of a run, in the order of its inputs."""
    for found in db.execute("SELECT input, error, message FROM ingest_errors WHERE run = ? ORDER BY id", [run]):
        yield Failure(input=found[0], error=found[1], message=found[2])


def _storable(text: str) -> str:
    """Show what SQLite cannot store: the bytes of a file's name that are not UTF-8."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
