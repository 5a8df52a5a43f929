"""Time every audit and the main pages through Datasette's client, as published.

    python -m benchmarks.audits [DATABASE]

Without a database, one of 84 synthetic articles with about 3,000 claims is built. Prints the milliseconds of each page
(the best of 5 and the worst), the number of rows, and exits with 1 if a best is over 100 ms.
"""

import asyncio
import sys
import tempfile
import time
from pathlib import Path

from datasette.app import Datasette
from rich.console import Console
from rich.table import Table

from benchmarks.synthetic import write_articles
from provenance.audit import list_audits
from provenance.publish.serving import build_datasette
from provenance.rows import to_rows
from provenance.store import RunCounts, RunStatus, Version, finish_run, open_database, start_run, write_article

ARTICLES, CLAIMS = 84, 36
LIMIT_MS = 100.0
REPEATS = 5
VERSION = Version(id="benchmark", program="benchmark", weights=None, lexicon="benchmark")


def build(path: Path) -> Path:
    """Write the synthetic articles through our own store."""
    db = open_database(path, create=True)
    run = start_run(db, VERSION, "synthetic")
    for trace in write_articles(ARTICLES, claims=CLAIMS):
        write_article(db, to_rows(trace, version=VERSION.id))
    finish_run(db, run, RunStatus.FINISHED, RunCounts(n_articles=ARTICLES, n_written=ARTICLES))
    db.close()
    return path


async def time_page(datasette: Datasette, path: str) -> tuple[float, float]:
    """The best and the worst milliseconds of a page.

    Raises:
        RuntimeError: if the page is not answered, or a facet on it ran out of time.
    """
    taken = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        response = await datasette.client.get(path)
        taken.append((time.perf_counter() - start) * 1000)
        if response.status_code != 200 or "facets-timed-out" in response.text:
            raise RuntimeError(f"{path}: {response.status_code}")
    return min(taken), max(taken)


async def measure(database: Path) -> bool:
    """Print the table; whether every page was quick enough."""
    datasette = build_datasette(database)
    await datasette.invoke_startup()
    name = database.stem
    article = (await datasette.execute(name, "select id from articles order by n_claims desc limit 1")).single_value()
    n_claims = (await datasette.execute(name, "select count(*) from claims")).single_value()
    pages = ["/", f"/{name}/claims", f"/-/provenance/article/{article}"]
    asked = [f"/{name}/{audit.name}" for audit in list_audits()]
    table = Table("page", "best ms", "worst ms", title=f"{n_claims:,} claims")
    bests = []
    for path in (*pages, *asked):
        best, worst = await time_page(datasette, path)
        bests.append(best)
        table.add_row(path, f"{best:.1f}", f"{worst:.1f}")
    Console().print(table)
    return max(bests) <= LIMIT_MS


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        given = Path(sys.argv[1]) if len(sys.argv) > 1 else build(Path(scratch) / "news.db")
        sys.exit(0 if asyncio.run(measure(given)) else 1)
