"""`provenance sources`: who is who, as a person sees it, where the program joined too little or too much."""

from pathlib import Path

import click
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from provenance.cli.options import Decorator, database_option, examples
from provenance.store import Deciding, list_sources, merge_sources, open_database, open_for_reading, split_source

note_option: Decorator = click.option("--note", help="Why, in your words.")
reviewer_option: Decorator = click.option("--reviewer", envvar="USER", help="Who says so; your login name by default.")

SHOWN = ("name", "key", "type", "claims", "articles")
"""The columns of a list, after the id, which is there to be copied."""


@click.group(
    name="sources",
    epilog=examples(
        "provenance sources list brandt",
        'provenance sources merge "Ilse Brandt" "Mayor Brandt"',
        'provenance sources split "Mayor Brandt"',
    ),
)
def command() -> None:
    """Find sources, and say that two are one or that one is two; later ingests keep to it.

    A source is named by its id, its key, or its name when no other source has that name.
    """


@command.command(
    name="list", epilog=examples("provenance sources list", "provenance sources list brandt --db archive/news.db")
)
@click.argument("text", required=False, default="")
@click.option(
    "--limit", type=click.IntRange(min=1), default=50, show_default=True, help="How many sources to list at most."
)
@database_option(must_exist=True)
def list_command(text: str, *, limit: int, database: Path) -> None:
    """List the sources whose name, key or wording contains TEXT, those with most claims first."""
    table = Table(Column("id", no_wrap=True, min_width=16), *(Column(name, overflow="fold") for name in SHOWN))
    for source in list_sources(open_for_reading(database), text, limit=limit):
        cells = (source.id, source.name, source.key, source.source_type, source.n_claims, source.n_articles)
        table.add_row(*(_printable(str(cell)) for cell in cells))
    Console().print(table if table.rows else f"{database}: no such source", markup=False)


@command.command(
    name="merge",
    epilog=examples(
        'provenance sources merge "Ilse Brandt" "Mayor Brandt"',
        'provenance sources merge organization:kcna 3f2a9c0d1b7e4a55 --note "two spellings"',
    ),
)
@click.argument("keep")
@click.argument("others", nargs=-1, required=True, metavar="OTHER…")
@note_option
@reviewer_option
@database_option(must_exist=True)
def merge_command(
    keep: str, others: tuple[str, ...], *, note: str | None, reviewer: str | None, database: Path
) -> None:
    """Say that every OTHER is the same source as KEEP, whose key and name stay.

    Each claim keeps the type and identity that its article gives, and the source has those that most of them give. The
    table found_sources keeps whom the program found, and `sources split OTHER` undoes the merge.
    """
    by = Deciding(note=note, reviewer=reviewer)
    written = merge_sources(open_database(database, create=False), keep, others, by)
    click.echo(f"{keep}: merged with {', '.join(others)}; {written} articles written again")


@command.command(
    name="split",
    epilog=examples(
        'provenance sources split "Mayor Brandt"            # undo a merge',
        'provenance sources split "John Carver" harbour-fire # somebody else in this article',
    ),
)
@click.argument("source")
@click.argument("articles", nargs=-1, metavar="[ARTICLE]…")
@note_option
@reviewer_option
@database_option(must_exist=True)
def split_command(
    source: str, articles: tuple[str, ...], *, note: str | None, reviewer: str | None, database: Path
) -> None:
    """Undo the merge of SOURCE; or, with articles, say that SOURCE is somebody else in them.

    ARTICLE is the id, name or URL of a stored article. What SOURCE is in these articles becomes one source of its own;
    merging that with SOURCE takes the split back.
    """
    by = Deciding(note=note, reviewer=reviewer)
    written = split_source(open_database(database, create=False), source, articles, by)
    click.echo(f"{source}: split; {written} articles written again")


def _printable(cell: str) -> Text:
    """A cell as plain text: a name from a hostile article must not steer the terminal."""
    return Text("".join(c if c.isprintable() else " " for c in cell))
