"""Time the pages of `provenance serve` as a browser would, over databases of 10,000, 100,000 and a million claims.

    python -m benchmarks.serve [--claims 10000 --claims 100000 --claims 1000000] [--folder FOLDER] [--rebuild]

Builds each database of synthetic articles through our own store unless FOLDER has it (a million claims take half an
hour and 4 GB), starts `provenance serve` with the settings that it always has, and asks for every page 21 times, of
which the first is not counted. Prints the median and the worst milliseconds of the others as a table in Markdown. Exits
with 1 if a median is over 200 ms, an answer is not 200, a facet ran out of time, or one that should be there is not.
"""

import re
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import attrs
import click
import httpx

from benchmarks.building import build
from benchmarks.serving import running_server
from provenance.audit import list_audits

LIMIT_MS = 200.0
REPEATS = 20
FACETS = ("source_type", "outlet", "identity", "quotation", "channel", "month")
TIMED_OUT = "facets-timed-out"


@attrs.frozen(kw_only=True)
class Page:
    """A page to time: what it shows, its address, and the facets that it must have."""

    what: str
    path: str
    facets: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Timing:
    """The milliseconds of a page: in the middle, and the most."""

    median: float
    worst: float


def list_pages(database: Path) -> Iterator[Page]:
    """Every page that is timed, with values that occur in this database."""
    name = database.stem
    with closing(sqlite3.connect(database)) as db:

        def pick(sql: str, *values: str) -> str:
            return str(db.execute(sql, values).fetchone()[0])

        source = pick("select id from sources order by n_claims desc, id limit 1")
        article = pick("select id from articles order by n_claims desc, id limit 1")
        words = {share: _find_word(db, share) for share in (0.002, 0.02, 0.1)}

    def claims(**filters: str) -> str:
        return f"/{name}/claims?{urlencode(filters)}"

    kind, outlet = {"source_type": "government"}, {"outlet": "Outlet 1"}
    quarter = {"published__gte": "2025-01-01", "published__lte": "2025-03-31"}
    yield Page(what="home", path="/")
    yield Page(what="dashboard", path="/-/provenance/dashboard")
    yield Page(what="claims", path=claims(), facets=FACETS)
    yield Page(what="claims of a source type", path=claims(**kind), facets=FACETS)
    yield Page(what="claims of an outlet", path=claims(**outlet), facets=FACETS)
    yield Page(what="claims by quotation", path=claims(quotation="indirect"), facets=FACETS)
    yield Page(what="claims of a source type and an outlet", path=claims(**kind, **outlet), facets=FACETS)
    yield Page(what="claims proper of a source type", path=claims(kind="claim", **kind), facets=FACETS)
    yield Page(what="claims narrowed by three", path=claims(**kind, **outlet, quotation="indirect"), facets=FACETS)
    yield Page(what="claims of a quarter", path=claims(**quarter), facets=FACETS)
    yield Page(what="claims of a quarter and a source type", path=claims(**quarter, **kind), facets=FACETS)
    yield Page(what="claims of the most quoted source", path=claims(source=source), facets=FACETS)
    yield Page(what="page of the most quoted source", path=f"/{name}/sources/{source}")
    yield Page(what="sources", path=f"/{name}/sources", facets=("source_type", "identity"))
    yield Page(what="articles", path=f"/{name}/articles", facets=("outlet", "month"))
    yield Page(what="page of an article", path=f"/{name}/articles/{article}")
    yield Page(what="reader page of an article", path=f"/-/provenance/article/{article}")
    for share, word in words.items():
        searched = f"search for a word of {share:.1%} of claims".replace(".0%", "%")
        yield Page(what=searched, path=claims(_search=word), facets=FACETS)
    yield Page(what="that search, of a source type", path=claims(_search=words[0.1], **kind), facets=FACETS)
    yield Page(what="search of everything", path=f"/-/provenance/search?q={words[0.1]}")
    for audit in list_audits():
        yield Page(what=f"audit {audit.name}", path=f"/{name}/{audit.name}")
    yield Page(what="audit most-quoted, since 2025", path=f"/{name}/most-quoted?since=2025")


def _find_word(db: sqlite3.Connection, share: float) -> str:
    """The synthetic word that stands in this share of all claims, or just more."""
    wanted = share * db.execute("select count(*) from claims").fetchone()[0]
    low, high = 0, 30_000
    while low + 1 < high:
        middle = (low + high) // 2
        limit = int(wanted) + 1
        matches = "select count(*) from (select 1 from claims_fts where claims_fts match ? limit ?)"
        (hits,) = db.execute(matches, [f"word{middle}", limit]).fetchone()
        low, high = (middle, high) if hits >= wanted else (low, middle)
    return f"word{low}"


def time_page(client: httpx.Client, page: Page) -> Timing:
    """Ask for a page again and again.

    Raises:
        RuntimeError: if it is not answered, or a facet is not there.
    """
    taken = []
    for _ in range(REPEATS + 1):
        start = time.perf_counter()
        response = client.get(page.path)
        taken.append((time.perf_counter() - start) * 1000)
        _check(page, response)
    return Timing(median=statistics.median(taken[1:]), worst=max(taken[1:]))


def _check(page: Page, response: httpx.Response) -> None:
    if response.status_code != httpx.codes.OK or "SQL query took too long" in response.text:
        raise RuntimeError(f"{page.path}: {response.status_code}")
    shown = set(re.findall(r'<section class="facet-info[^>]* data-column="([^"]+)"', response.text))
    if TIMED_OUT in response.text or not shown.issuperset(page.facets):
        missing = ", ".join(sorted(set(page.facets) - shown))
        raise RuntimeError(f"{page.path}: a facet ran out of time or is missing: {missing}")


def measure(database: Path, report: Callable[[str], None]) -> dict[str, Timing]:
    """Time every page of one database, served by a server of its own."""
    timings = {}
    with running_server(database) as address, httpx.Client(base_url=address, timeout=60) as client:
        for page in list_pages(database):
            timings[page.what] = time_page(client, page)
            report(f"{page.what}: {timings[page.what].median:.0f} ms, at worst {timings[page.what].worst:.0f}")
    return timings


def write_table(sizes: Sequence[int], columns: Sequence[dict[str, Timing]]) -> str:
    """The timings as a table in Markdown: a row for each page, median and worst for each size."""
    heads = "".join(f" {size:,} claims |" for size in sizes)
    lines = [f"| page |{heads}", "| --- |" + " ---: |" * len(sizes)]
    for what in columns[-1]:
        cells = "".join(f" {column[what].median:.0f} ({column[what].worst:.0f}) |" for column in columns)
        lines.append(f"| {what} |{cells}")
    return "\n".join(lines)


@click.command(help=__doc__)
@click.option("sizes", "--claims", type=int, multiple=True, default=(10_000, 100_000, 1_000_000))
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False), default=Path("benchmarks/databases"))
@click.option("--rebuild", is_flag=True, help="Build databases that are there anew.")
def main(sizes: tuple[int, ...], folder: Path, *, rebuild: bool) -> None:
    """Build, serve, time, and print."""
    columns = []
    for size in sizes:
        database = build(folder / f"{size}.db", claims=size, rebuild=rebuild)
        columns.append(measure(database, lambda line: click.echo(line, err=True)))
    click.echo(write_table(sizes, columns))
    slow = [what for column in columns for what, timing in column.items() if timing.median > LIMIT_MS]
    for what in slow:
        click.echo(f"over {LIMIT_MS:.0f} ms: {what}", err=True)
    sys.exit(1 if slow else 0)


if __name__ == "__main__":
    main()
