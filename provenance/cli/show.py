"""`provenance show`: an article in the terminal, its claims coloured, their chain beside them."""

from collections.abc import Iterator
from pathlib import Path

import click
from rich.console import Console

from provenance.cli.colours import paint_trace
from provenance.cli.options import database_option, examples
from provenance.models import Trace
from provenance.pipeline import trace
from provenance.read import find_inputs, read_input
from provenance.rows import from_rows
from provenance.store import open_for_reading, read_article


@click.command(
    name="show",
    epilog=examples("provenance show story.txt", "provenance show 3f2a9c0d1b7e4a55 --db db/news.db"),
)
@click.argument("article")
@database_option(must_exist=True)
def command(article: str, database: Path) -> None:
    """Show an article with its claims coloured by source type and their chain beside them.

    ARTICLE is a file to read now, or the id, name or URL of an article in the database.
    """
    for found in _find_traces(article, database):
        Console().print(paint_trace(found))


def _find_traces(article: str, database: Path) -> Iterator[Trace]:
    if Path(article).is_file() or article == "-":
        yield from (trace(read_input(item)) for item in find_inputs([article]))
    else:
        yield from_rows(read_article(open_for_reading(database), article))
