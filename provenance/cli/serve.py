"""`provenance serve`: Datasette with this program's metadata, plugin and settings."""

from pathlib import Path

import click

from provenance.cli.options import database_option, examples
from provenance.publish.serving import serve
from provenance.store import open_database


@click.command(
    name="serve",
    epilog=examples("provenance serve", "provenance serve --db archive/news.db --port 8080 --open"),
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8001, show_default=True, type=click.IntRange(1, 65535), help="The port to listen on.")
@click.option(
    "--metadata",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Your own metadata.yml instead of the one that comes with the program.",
)
@click.option("open_browser", "--open", is_flag=True, help="Open the page in a browser.")
@database_option(must_exist=True)
def command(*, host: str, port: int, metadata: Path | None, open_browser: bool, database: Path) -> None:
    """Publish the database with Datasette: facets, audits and the reader page."""
    open_database(database, create=False).close()
    click.echo(f"{database} on http://{host}:{port}/ (stop with Ctrl-C)")
    serve(database, host=host, port=port, metadata=metadata, open_browser=open_browser)
