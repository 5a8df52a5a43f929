"""Read from `provenance serve` with many readers at once while articles are written: does anything fail or stall?

    python -m benchmarks.load DATABASE [--readers 20] [--seconds 60] [--articles 1000] [--pause 2] [--workers 1]

Each reader opens pages of every sort, one after the other, and looks at each for a moment, as people do; `--pause 0`
lets none of them rest. A process of its own writes the articles through our own store, one transaction each, over
that time. Prints how many pages were read, the milliseconds of the median page, of the 95th of a hundred and of the
slowest, and exits with 1 if an answer was a 5xx or said that the database is locked, the 95th took over 1.5 s, or an
article is missing afterwards.
"""

import multiprocessing
import random
import sqlite3
import statistics
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import attrs
import click
import httpx

from benchmarks.building import VERSION
from benchmarks.serve import list_pages
from benchmarks.serving import running_server
from benchmarks.synthetic import write_articles
from provenance.rows import to_rows
from provenance.store import open_database, start_run, write_article

LIMIT_MS = 1500.0
CLAIMS_EACH = 10
LOCKED = "database is locked"


@attrs.frozen(kw_only=True)
class Visit:
    """One page that a reader opened."""

    path: str
    status: int
    milliseconds: float
    locked: bool


def write_while_read(database: Path, articles: int, seconds: float, seed: int) -> None:
    """Write new articles at an even pace."""
    with closing(open_database(database, create=False)) as db:
        start_run(db, VERSION, f"load {seed}")
        start = time.monotonic()
        for number, trace in enumerate(write_articles(articles, claims=CLAIMS_EACH, seed=seed)):
            origin = f"load:{seed}:{number}"
            renamed = attrs.evolve(trace, article=attrs.evolve(trace.article, origin=origin, name=origin))
            write_article(db, to_rows(renamed, version=VERSION.id))
            time.sleep(max(0.0, start + seconds * number / articles - time.monotonic()))


def read_pages(address: str, paths: Sequence[str], until: float, pause: float, seed: int) -> list[Visit]:
    """Open pages by chance until the time is up."""
    chance, visits = random.Random(seed), list[Visit]()  # noqa: S311 (figures for timing, no secrets)
    with httpx.Client(base_url=address, timeout=60) as client:
        while time.monotonic() < until:
            path, start = chance.choice(paths), time.perf_counter()
            response = client.get(path)
            taken = (time.perf_counter() - start) * 1000
            locked = LOCKED in response.text
            visits.append(Visit(path=path, status=response.status_code, milliseconds=taken, locked=locked))
            time.sleep(pause * 2 * chance.random())
    return visits


def visit_together(address: str, paths: Sequence[str], *, readers: int, seconds: float, pause: float) -> list[Visit]:
    """Let all readers read at the same time, each in a thread of its own."""
    until, visits = time.monotonic() + seconds, list[Visit]()

    def read(seed: int) -> None:
        visits.extend(read_pages(address, paths, until, pause, seed))

    threads = [threading.Thread(target=read, args=(seed,)) for seed in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return visits


@click.command(help=__doc__)
@click.argument("database", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--readers", default=20, show_default=True)
@click.option("--seconds", default=60.0, show_default=True)
@click.option("--articles", default=1000, show_default=True)
@click.option("--pause", default=2.0, show_default=True, help="Seconds that a reader looks at a page, on average.")
@click.option("--workers", default=1, show_default=True, help="How many processes serve.")
def main(*, database: Path, readers: int, seconds: float, articles: int, pause: float, workers: int) -> None:
    """Serve, read and write, and print what happened."""
    seed = time.time_ns()
    paths = [page.path for page in list_pages(database)]
    writer = multiprocessing.get_context("spawn").Process(
        target=write_while_read, args=(database, articles, seconds * 0.9, seed)
    )
    with running_server(database, "--workers", str(workers)) as address:
        for path in paths:
            httpx.get(address + path, timeout=60)
        writer.start()
        visits = visit_together(address, paths, readers=readers, seconds=seconds, pause=pause)
        writer.join()
    with closing(sqlite3.connect(database)) as db:
        (written,) = db.execute("select count(*) from articles where name like ?", [f"load:{seed}:%"]).fetchone()
    sys.exit(report(visits, readers=readers, seconds=seconds, written=written, articles=articles))


def report(visits: Sequence[Visit], *, readers: int, seconds: float, written: int, articles: int) -> int:
    """Print the figures; 1 if something was wrong, else 0."""
    times = sorted(visit.milliseconds for visit in visits)
    p95 = statistics.quantiles(times, n=20)[-1]
    failed = [visit for visit in visits if visit.status >= httpx.codes.INTERNAL_SERVER_ERROR]
    refused = [visit for visit in visits if httpx.codes.BAD_REQUEST <= visit.status < httpx.codes.INTERNAL_SERVER_ERROR]
    locked = [visit for visit in visits if visit.locked]
    click.echo(f"{readers} readers, {seconds:.0f} s: {len(visits)} pages, {len(visits) / seconds:.1f} a second")
    click.echo(f"median {statistics.median(times):.0f} ms, p95 {p95:.0f} ms, slowest {times[-1]:.0f} ms")
    click.echo(f"5xx: {len(failed)}; 4xx: {len(refused)}; locked: {len(locked)}")
    click.echo(f"articles written meanwhile: {written} of {articles}")
    for visit in (*failed, *refused, *locked)[:5]:
        click.echo(f"{visit.status}: {visit.path}", err=True)
    return int(bool(failed or refused or locked) or p95 > LIMIT_MS or written != articles)


if __name__ == "__main__":
    main()
