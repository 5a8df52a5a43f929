"""The database: its shape, what is written to it and read back, and the proof that both agree.

`open_database` gives a `sqlite_utils.Database` of the shape that `migrations` declares; every function takes one.
"""

from provenance.store.deciding import Deciding, merge_sources, split_source
from provenance.store.judging import Judgement, find_judgements, list_articles
from provenance.store.opening import is_immutable, open_database, open_for_reading
from provenance.store.reading import ListedSource, Reading, find_reading, list_sources, read_article
from provenance.store.reviewing import add_review
from provenance.store.running import (
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
from provenance.store.writing import Outcome, delete_article, write_article, write_articles

__all__ = [
    "VOCABULARIES",
    "Deciding",
    "Difference",
    "Judgement",
    "ListedSource",
    "Outcome",
    "Reading",
    "RunCounts",
    "RunStatus",
    "Verdict",
    "Version",
    "add_review",
    "delete_article",
    "find_judgements",
    "find_reading",
    "finish_run",
    "is_immutable",
    "list_articles",
    "list_errors",
    "list_sources",
    "merge_sources",
    "open_database",
    "open_for_reading",
    "read_article",
    "record_error",
    "split_source",
    "start_run",
    "verify_database",
    "write_article",
    "write_articles",
]
