"""Databases of synthetic articles, built through our own store: the same for the same number of claims."""

import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

import click

from benchmarks.synthetic import write_articles as write_traces
from provenance.rows import ArticleRows, to_rows
from provenance.store import RunCounts, RunStatus, Version, finish_run, open_database, start_run, write_articles

CLAIMS_EACH = 10
BATCH = 2_000
"""How many articles are committed together."""

CACHE_KIB = 1_000_000
VERSION = Version(id="benchmark", program="benchmark", weights=None, lexicon="benchmark")


def build(path: Path, *, claims: int, rebuild: bool = False) -> Path:
    """Write the articles that the database does not have yet; what is there of an earlier build is gone on from."""
    if rebuild:
        for file in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
            file.unlink(missing_ok=True)
    articles = claims // CLAIMS_EACH
    with closing(open_database(path, create=True)) as db:
        (there,) = db.execute("SELECT count(*) FROM articles").fetchone()
        if there >= articles:
            return path
        db.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        run, start = start_run(db, VERSION, "synthetic"), time.perf_counter()
        traces = islice(write_traces(articles, claims=CLAIMS_EACH), there, None)
        for batch in _batches(to_rows(trace, version=VERSION.id) for trace in traces):
            there += len(write_articles(db, batch))
            click.echo(f"{path}: {there:,} articles, {time.perf_counter() - start:.0f} s", err=True)
        finish_run(db, run, RunStatus.FINISHED, RunCounts(n_articles=articles, n_written=articles))
    return path


def _batches(rows: Iterable[ArticleRows]) -> Iterator[list[ArticleRows]]:
    rest = iter(rows)
    while batch := list(islice(rest, BATCH)):
        yield batch
