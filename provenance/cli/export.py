"""`provenance export`: what is stored, for readers who have neither this program nor a server."""

from datetime import date
from pathlib import Path

import click

from provenance.cli.options import database_option, describe_quality, examples
from provenance.export import export_site
from provenance.ingest import find_version


@click.group(name="export", epilog=examples("provenance export site archive/"))
def command() -> None:
    """Write what is stored for readers who have neither this program nor a server."""


@command.command(
    name="site",
    epilog=examples("provenance export site archive/", "provenance export site archive/ --db archive.db"),
)
@click.argument("folder", type=click.Path(path_type=Path))
@database_option(must_exist=True)
def site_command(folder: Path, *, database: Path) -> None:
    """Write a folder of pages, to be opened at its index.html: articles with their claims, sources, and audits.

    FOLDER is new or empty, or holds such a site, which is then replaced.
    """
    program = f"provenance {find_version().program}"
    summary = export_site(database, folder, made=date.today().isoformat(), program=program, quality=describe_quality())
    pages = f"{summary.articles} articles and {summary.sources} sources"
    click.echo(f"{click.format_filename(folder / 'index.html')}: {pages}")
