"""From inputs to a database: read, trace, write, one article after the other or in several processes.

Processes read and extract; this one alone writes, in the order of the inputs, one transaction an article. What goes
wrong with an article is recorded beside the others and stops nothing.
"""

import hashlib
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from functools import cache, partial
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import NamedTuple

import attrs
from sqlite_utils import Database

from provenance.crew import one_by_one, refuse_fatal, refused, side_by_side, unexpected
from provenance.errors import Failure, ProvenanceError
from provenance.lexicon import digest as lexicon_digest
from provenance.pipeline import trace
from provenance.read import Input, find_inputs, read_input
from provenance.rows import ArticleRows, article_id, fingerprint, make_id, to_rows
from provenance.store import (
    Outcome,
    Reading,
    RunCounts,
    RunStatus,
    Version,
    find_reading,
    finish_run,
    open_database,
    record_error,
    start_run,
    write_article,
)

HOUSE = Path(__file__).parent
DECIDING = ("models.py", "text.py", "pipeline.py", "read", "extract", "resolve", "classify", "rows")
"""The rooms whose code decides what is found in an article."""


class Unchanged(NamedTuple):
    """An article that is stored already, by the same version of the program and from the same reading."""

    article: str
    reading: Reading


@attrs.frozen(kw_only=True)
class Progress:
    """What became of one input: how it was stored or why it was not, and the counts so far."""

    label: str
    outcome: Outcome | None
    failure: Failure | None
    counts: RunCounts


@attrs.frozen(kw_only=True)
class Summary:
    """How a run ended and what it did; `list_errors` has its failures."""

    run: int
    status: RunStatus
    counts: RunCounts


def ingest_inputs(
    arguments: Sequence[str],
    database: Path,
    *,
    workers: int = 1,
    allow_private: bool = False,
    on_progress: Callable[[Progress], None] = lambda progress: None,
) -> Summary:
    """Read, trace and store everything that `arguments` name; what is stored unchanged is left alone.

    An interruption from the keyboard ends the run as `interrupted` once the article at hand is written; running the
    same again completes it.

    Args:
        arguments: what the user typed: files, directories, globs, web addresses, or - for standard input.
        database: the file to write; made if there is none.
        workers: how many processes read and extract.
        allow_private: whether web addresses may lead to private networks.
        on_progress: called after each input, in their order.

    Raises:
        UnusableDatabase: if the database cannot be written, from the start or any more; what was written is kept.
        MissingWeights, DamagedLexicon: if the installation is incomplete.
    """
    with closing(open_database(database, create=True)) as db:
        version = find_version()
        run = start_run(db, version, _describe(arguments))
        writer = _Writer(db=db, run=run, version=version, on_progress=on_progress)
        here = partial(_make_rows, version=version.id, find=partial(find_reading, db))
        apart = partial(_make_rows_apart, version=version.id, database=database)
        items = find_inputs(arguments, allow_private=allow_private)
        return writer.write_all(one_by_one(here, items) if workers == 1 else side_by_side(apart, items, workers))


@cache
def find_version() -> Version:
    """What will produce the rows: the program with a digest of its code, the tagger's weights, and the lexicon."""
    code = hashlib.sha256()
    for room in DECIDING:
        for path in sorted((HOUSE / room).rglob("*.py")) or [HOUSE / room]:
            code.update(path.relative_to(HOUSE).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    program = f"{installed_version('provenance')}+{code.hexdigest()[:8]}"
    manifest = HOUSE / "extract" / "weights" / "manifest.json"
    weights = hashlib.sha256(manifest.read_bytes()).hexdigest() if manifest.is_file() else None
    lexicon = lexicon_digest()
    return Version(id=make_id("version", program, weights, lexicon), program=program, weights=weights, lexicon=lexicon)


@attrs.define
class _Writer:
    """Writes results as they come and keeps count: the one part of a run that changes."""

    db: Database
    run: int
    version: Version
    on_progress: Callable[[Progress], None]
    counts: RunCounts = attrs.field(factory=RunCounts)

    def write_all(self, results: Iterable[tuple[Input, ArticleRows | Unchanged | Failure]]) -> Summary:
        status = RunStatus.FINISHED
        try:
            for item, result in results:
                with _uninterrupted():
                    progress = self._write(item, result)
                self.on_progress(progress)
        except KeyboardInterrupt:
            status = RunStatus.INTERRUPTED
        except BaseException:
            # The reason that ends the run matters more than that its end cannot be logged.
            with suppress(ProvenanceError):
                finish_run(self.db, self.run, RunStatus.FAILED, self.counts)
            raise
        finish_run(self.db, self.run, status, self.counts)
        return Summary(run=self.run, status=status, counts=self.counts)

    def _write(self, item: Input, result: ArticleRows | Unchanged | Failure) -> Progress:
        if isinstance(result, Unchanged) and find_reading(self.db, result.article) != result.reading:
            # Another input of this run is the same article and has been written since this one was looked up.
            result = _make_rows(item, version=self.version.id, find=lambda article: None)
        outcome, n_claims = None, 0
        if isinstance(result, Unchanged):
            outcome = Outcome.UNCHANGED
        elif isinstance(result, ArticleRows):
            n_claims = result.article.n_claims
            outcome, result = self._store(item, result)
        failure = result if isinstance(result, Failure) else None
        if failure is not None:
            refuse_fatal(failure)
            record_error(self.db, self.run, failure)
        self.counts = _count(self.counts, outcome, n_claims)
        return Progress(label=item.label, outcome=outcome, failure=failure, counts=self.counts)

    def _store(self, item: Input, rows: ArticleRows) -> tuple[Outcome | None, ArticleRows | Failure]:
        try:
            return write_article(self.db, rows), rows
        except ProvenanceError:
            raise
        except Exception as error:  # noqa: BLE001 (one article's rows must not stop the others)
            return None, unexpected(item, error)


def _count(counts: RunCounts, outcome: Outcome | None, n_claims: int) -> RunCounts:
    written = outcome in (Outcome.WRITTEN, Outcome.REPLACED)
    return RunCounts(
        n_articles=counts.n_articles + (outcome is not None),
        n_written=counts.n_written + written,
        n_unchanged=counts.n_unchanged + (outcome is Outcome.UNCHANGED),
        n_failed=counts.n_failed + (outcome is None),
        n_claims=counts.n_claims + n_claims * written,
    )


def _make_rows(
    item: Input, *, version: str, find: Callable[[str], Reading | None]
) -> ArticleRows | Unchanged | Failure:
    """Read and trace one input, unless `find` knows that nothing has changed since it was stored."""
    try:
        article = read_input(item)
        owner, reading = article_id(article), Reading(fingerprint(article), version)
        if find(owner) == reading:
            return Unchanged(owner, reading)
        return to_rows(trace(article), version=version)
    except ProvenanceError as error:
        return refused(item, error)
    except Exception as error:  # noqa: BLE001 (one article must not stop the others)
        return unexpected(item, error)


def _make_rows_apart(item: Input, *, version: str, database: Path) -> ArticleRows | Unchanged | Failure:
    return _make_rows(item, version=version, find=partial(find_reading, _look_into(database)))


@cache
def _look_into(database: Path) -> Database:
    """This process's own connection, kept for as long as the process lives."""
    return open_database(database, create=False)


def _describe(arguments: Sequence[str], shown: int = 20) -> str:
    more = f" and {len(arguments) - shown} more" if len(arguments) > shown else ""
    return " ".join(arguments[:shown]) + more


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold an interruption from the keyboard back until what is inside is done."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    held: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, frame: held.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if held:
        raise KeyboardInterrupt
