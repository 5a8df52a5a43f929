"""What share of an ingest goes into the counts that are kept: `claim_counts` and the sums of articles and sources.

    python -m benchmarks.counting [PATH …]

Reads and traces the articles (by default those in docs/samples), and writes them several times into new databases: with
the combinations of facets counted, and without. Prints the milliseconds of processor time an article takes in each
step, and the share of the whole; exits with 1 if it is 20 % or more.
"""

import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from unittest.mock import patch

import click

from benchmarks.building import VERSION
from provenance import trace
from provenance.read import find_inputs, read_input
from provenance.rows import ArticleRows, to_rows
from provenance.store import open_database, start_run, tallies, write_article

LIMIT = 0.20
REPEATS = 5


def time_writing(rows: Sequence[ArticleRows]) -> float:
    """Processor milliseconds that writing takes an article, in a new database."""
    with tempfile.TemporaryDirectory() as folder, closing(open_database(Path(folder) / "n.db", create=True)) as db:
        start_run(db, VERSION, "benchmark")
        start = time.process_time()
        for each in rows:
            write_article(db, each)
        return (time.process_time() - start) * 1000 / len(rows)


@click.command(help=__doc__)
@click.argument("paths", nargs=-1)
def main(paths: tuple[str, ...]) -> None:
    """Trace, write both ways, and print."""
    start = time.process_time()
    inputs = list(find_inputs(paths or ("docs/samples",), allow_private=False))
    rows = [to_rows(trace(read_input(item)), version=VERSION.id) for item in inputs]
    traced = (time.process_time() - start) * 1000 / len(rows)
    counting = statistics.median(time_writing(rows) for _ in range(REPEATS))
    with patch.object(tallies, "count_combinations", lambda claims: Counter()):
        plain = statistics.median(time_writing(rows) for _ in range(REPEATS))
    share = (counting - plain) / (traced + counting)
    claims = sum(len(each.claims) for each in rows)
    click.echo(f"{len(rows)} articles, {claims} claims; for each article")
    click.echo(f"reading and tracing {traced:.1f} ms, writing {counting:.1f} ms, without counting {plain:.1f} ms")
    click.echo(f"the counts take {share:.1%} of the ingest, and {(counting - plain) / counting:.0%} of the writing")
    sys.exit(1 if share >= LIMIT else 0)


if __name__ == "__main__":
    main()
