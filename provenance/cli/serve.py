"""`provenance serve`: Datasette with this program's metadata, plugin and settings."""

import re
import socket
import webbrowser
from pathlib import Path
from typing import Any

import click
import yaml
from datasette.cli import Setting

from provenance.cli.options import database_option, examples
from provenance.errors import UnusableDatabase
from provenance.publish.serving import build_datasette, compose_metadata, login_path, serve, serve_from_workers
from provenance.store import is_immutable, open_for_reading

UNFIT = re.compile(r"[?#%\ud800-\udfff]")
"""What Datasette cannot have in a file's name: it makes an address of it."""


def _check_metadata(_: click.Context, __: click.Parameter, path: Path | None) -> Path | None:
    try:
        compose_metadata("news", path)
    except (OSError, ValueError, yaml.YAMLError) as wrong:
        raise click.BadParameter(f"{path} cannot be read: {' '.join(str(wrong).split())}") from wrong
    return path


def _check_base_url(_: click.Context, __: click.Parameter, prefix: str) -> str:
    if not re.fullmatch(r"/?[\w.~/-]*", prefix, re.ASCII):
        raise click.BadParameter(f"{prefix!r} is not a path; write it as /claims/")
    return re.sub("/+", "/", f"/{prefix}/")


@click.command(
    name="serve",
    epilog=examples(
        "provenance serve --open",
        "provenance serve --db archive/news.db --port 8080 --robots allow",
        "provenance serve --base-url /claims/ --metadata desk.yml --setting default_page_size 100",
    ),
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on; 0.0.0.0 for all.")
@click.option("--port", default=8001, show_default=True, type=click.IntRange(1, 65535), help="The port to listen on.")
@click.option(
    "--base-url",
    default="/",
    show_default=True,
    callback=_check_base_url,
    help="The path that a proxy serves it under.",
)
@click.option(
    "--trust-proxy",
    default="127.0.0.1",
    show_default=True,
    metavar="ADDRESSES",
    help="The proxies whose X-Forwarded-For and X-Forwarded-Proto are believed, parted by commas.",
)
@click.option(
    "--robots", type=click.Choice(["allow", "deny"]), help="Whether search engines may list the pages. [default: deny]"
)
@click.option(
    "--metadata",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    callback=_check_metadata,
    help="A metadata.yml of your own, laid over the one that comes with the program.",
)
@click.option("settings", "--setting", type=Setting(), multiple=True, help="A setting of Datasette and its value.")
@click.option("--immutable", is_flag=True, help="Nobody writes to the database: read it without any lock.")
@click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    help="How many processes answer: as many as there are cores, for many readers at once.",
)
@click.option("--root", is_flag=True, help="Print a link that logs in its first visitor as root.")
@click.option("--secret", envvar="DATASETTE_SECRET", help="What signs cookies, so that logins outlast a restart.")
@click.option("open_browser", "--open", is_flag=True, help="Open the page in a browser.")
@database_option(must_exist=True)
def command(
    *, host: str, port: int, base_url: str, trust_proxy: str, robots: str | None, metadata: Path | None,
    settings: tuple[tuple[str, Any], ...], immutable: bool, workers: int, root: bool, secret: str | None,
    open_browser: bool, database: Path,
) -> None:  # fmt: skip
    """Publish the database with Datasette: facets, audits and the reader page.

    The server only reads the database; articles can be ingested beside it. A database on a file system that is mounted
    for reading only is read as with --immutable.
    """
    if root and workers > 1:
        raise click.UsageError("the link of --root is good at one process only: leave out --workers")
    open_for_reading(database, immutable=immutable).close()
    chosen = {"base_url": base_url} | dict(settings)
    _refuse_names(database, chosen["base_url"])
    _refuse_taken(host, port)
    options: dict[str, Any] = {
        "database": str(database),
        "metadata": str(metadata) if metadata else None,
        "settings": chosen,
        "immutable": immutable or is_immutable(database),
        "robots": robots,
        "secret": secret,
    }
    server = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    click.echo(f"{click.format_filename(database)} on {server}{chosen['base_url']} (stop with Ctrl-C)")
    if workers > 1:
        if open_browser:
            webbrowser.open(server + chosen["base_url"])
        serve_from_workers(workers, options, host=host, port=port, proxies=trust_proxy)
        return
    datasette = build_datasette(**options | {"database": database, "metadata": metadata})
    if root:
        click.echo(f"log in as root, once: {server}{login_path(datasette)}")
    if open_browser:
        webbrowser.open(server + (login_path(datasette) if root else chosen["base_url"]))
    serve(datasette, host=host, port=port, proxies=trust_proxy)


def _refuse_names(database: Path, base_url: str) -> None:
    """Refuse what Datasette would answer only with pages that are not found."""
    if UNFIT.search(str(database)):
        remedy = "give it a name without ?, #, % and letters that are not UTF-8"
        raise UnusableDatabase("has a name that Datasette cannot serve", where=str(database), remedy=remedy)
    if base_url.startswith(f"/{database.stem}/"):
        remedy = "choose another --base-url or rename the database"
        raise UnusableDatabase(f"cannot be told from the base URL {base_url}", where=str(database), remedy=remedy)


def _refuse_taken(host: str, port: int) -> None:
    """Find out before the address is announced; the server would print a line of its own that says less."""
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or "not an address"
        what = f"http://{host}:{port}/ cannot be served ({reason})"
        raise click.ClickException(f"{what}; choose another with --port or --host") from error
