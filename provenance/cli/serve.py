"""`provenance serve`: Datasette with this program's metadata, plugin and settings."""

import socket
from pathlib import Path

import click
import yaml

from provenance.cli.options import database_option, examples
from provenance.publish.serving import read_metadata, serve
from provenance.store import open_database


def _check_metadata(_: click.Context, __: click.Parameter, path: Path | None) -> Path | None:
    try:
        metadata: object = read_metadata(path)
    except (OSError, ValueError, yaml.YAMLError) as wrong:
        raise click.BadParameter(f"{path} cannot be read: {' '.join(str(wrong).split())}") from wrong
    if not isinstance(metadata, dict) or not isinstance(metadata.get("databases") or {}, dict):
        raise click.BadParameter(f"{path} is not Datasette metadata: it and its `databases` must be mappings")
    return path


@click.command(
    name="serve",
    epilog=examples("provenance serve", "provenance serve --db archive/news.db --port 8080 --open"),
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8001, show_default=True, type=click.IntRange(1, 65535), help="The port to listen on.")
@click.option(
    "--metadata",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    callback=_check_metadata,
    help="Your own metadata.yml instead of the one that comes with the program.",
)
@click.option("open_browser", "--open", is_flag=True, help="Open the page in a browser.")
@database_option(must_exist=True)
def command(*, host: str, port: int, metadata: Path | None, open_browser: bool, database: Path) -> None:
    """Publish the database with Datasette: facets, audits and the reader page."""
    open_database(database, create=False).close()
    _refuse_taken(host, port)
    click.echo(f"{database} on http://{host}:{port}/ (stop with Ctrl-C)")
    serve(database, host=host, port=port, metadata=metadata, open_browser=open_browser)


def _refuse_taken(host: str, port: int) -> None:
    """Find out before the address is announced; the server would print a line of its own that says less."""
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or "not an address"
        what = f"http://{host}:{port}/ cannot be served ({reason})"
        raise click.ClickException(f"{what}; choose another with --port or --host") from error
