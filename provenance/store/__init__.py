"""The database: its shape, what is written to it and read back, and the proof that both agree.

`open_database` gives a `sqlite_utils.Database` of the shape that `migrations` declares; every function takes one.
"""

from provenance.store.opening import open_database
from provenance.store.reading import Reading, find_reading, read_article
from provenance.store.reviewing import add_review
from provenance.store.running import (
    IngestError,
    RunCounts,
    RunStatus,
    Version,
    finish_run,
    list_errors,
    record_error,
    start_run,
)
from provenance.store.verifying import Difference, verify_database
from provenance.store.vocabularies import VOCABULARIES, Verdict
from provenance.store.writing import Outcome, delete_article, write_article

__all__ = [
    "VOCABULARIES",
    "Difference",
    "IngestError",
    "Outcome",
    "Reading",
    "RunCounts",
    "RunStatus",
    "Verdict",
    "Version",
    "add_review",
    "delete_article",
    "find_reading",
    "finish_run",
    "list_errors",
    "open_database",
    "read_article",
    "record_error",
    "start_run",
    "verify_database",
    "write_article",
]
