"""Serving a database with Datasette: our metadata, our settings, one server."""

import json
import os
import secrets
from copy import deepcopy
from importlib.resources import files
from pathlib import Path
from typing import Any

import uvicorn
import yaml
from asgi_gzip import GZipMiddleware
from datasette.app import Datasette

SETTINGS: dict[str, Any] = {
    # Suggesting facets reads whole columns: 1.3–1.8 s at a million claims. The useful facets are in the metadata.
    "suggest_facets": False,
    "facet_time_limit_ms": 400,
    "sql_time_limit_ms": 1500,
    "default_page_size": 50,
    "max_returned_rows": 1000,
    "default_facet_size": 20,
    # Our cells cut what is long; Datasette's own limit would cut the article's text on its row page.
    "truncate_cells_html": 400,
}

METADATA_KEY = "news"
"""The database's key in our metadata: the stem of db/news.db."""


COMPRESSION = {"minimum_size": 1000, "compresslevel": 5}
"""Level 9 makes a page 1 % smaller than level 5, and takes twice as long."""


class Publication(Datasette):  # type: ignore[misc]  # Datasette has no type hints
    """Datasette, but that it finds out quickly that no table has a rule who may see it.

    Datasette 0.65 copies all metadata for every table that it is asked about: on our home page, two thirds of the time.
    """

    def _table_permission_allows(self, database: str, table: str) -> Any:
        sources = self._metadata_sources("tables", database, None)
        return super()._table_permission_allows(database, table) if any(map(has_table_rules, sources)) else []


def has_table_rules(metadata: Any) -> bool:
    """Whether metadata say of any table who may see it; also where they are not of the form that they should have."""
    if not isinstance(metadata, dict):
        return True
    databases = metadata.get("databases") or {}
    holders = [metadata, *(databases.values() if isinstance(databases, dict) else ["not a mapping"])]
    tables = [holder.get("tables") or {} if isinstance(holder, dict) else None for holder in holders]
    return any(
        not isinstance(named, dict) or any(not isinstance(table, dict) or "allow" in table for table in named.values())
        for named in tables
    )


def read_metadata(path: Path | None = None) -> dict[str, Any]:
    """Read metadata from a YAML or JSON file, by default the one that comes with the program.

    Raises:
        ValueError: if it, or what it says of its databases, is not a mapping.
        OSError, yaml.YAMLError: if it cannot be read.
    """
    text = path.read_text(encoding="utf-8") if path else (files(__package__) / "metadata.yml").read_text("utf-8")
    metadata: Any = yaml.safe_load(text) or {}
    if not isinstance(metadata, dict) or not isinstance(metadata.get("databases") or {}, dict):
        raise ValueError("it is not Datasette metadata: it and its `databases` must be mappings")
    return metadata


def address_metadata(metadata: dict[str, Any], stem: str) -> dict[str, Any]:
    """Metadata under which a database of another name is described as `news` is, unless it has its own."""
    addressed = deepcopy(metadata)
    databases = addressed.get("databases") or {}
    if METADATA_KEY in databases and stem not in databases:
        databases[stem] = databases.pop(METADATA_KEY)
    return addressed


def layer_metadata(ours: dict[str, Any], own: dict[str, Any], path: str = "") -> dict[str, Any]:
    """Lay a user's own metadata over ours: mappings are merged, all else is replaced, and null takes ours away.

    Raises:
        ValueError: if the user's has something else where ours has a mapping.
    """
    layered = dict(ours)
    for key, value in own.items():
        place = f"{path}{key}"
        if value is None:
            layered.pop(key, None)
        elif not isinstance(ours.get(key), dict):
            layered[key] = value
        elif isinstance(value, dict):
            layered[key] = layer_metadata(ours[key], value, f"{place}: ")
        else:
            raise ValueError(f"`{place}` must be a mapping")
    return layered


def compose_metadata(stem: str, path: Path | None = None) -> dict[str, Any]:
    """The program's metadata for a database of this name, with the user's own laid over it.

    Raises:
        ValueError, OSError, yaml.YAMLError: if the user's file cannot be read or does not fit.
    """
    own = read_metadata(path) if path else {}
    return layer_metadata(address_metadata(read_metadata(), stem), address_metadata(own, stem))


def build_datasette(
    database: Path,
    *,
    metadata: Path | None = None,
    settings: dict[str, Any] | None = None,
    immutable: bool = False,
    robots: str | None = None,
    secret: str | None = None,
) -> Datasette:
    """Build the application for one database, which it only ever reads.

    Args:
        database: a database that `provenance ingest` has written.
        metadata: a YAML or JSON file to lay over the program's own `metadata.yml`.
        settings: Datasette settings that override ours.
        immutable: whether nobody writes to the database; else an ingest can run beside the server.
        robots: "allow" or "deny" search engines, whatever the metadata say.
        secret: what cookies are signed with; a new one each time by default.
    """
    composed = compose_metadata(database.stem, metadata)
    if robots:
        composed = layer_metadata(composed, {"plugins": {"provenance": {"robots": robots}}})
    return Publication(
        [] if immutable else [str(database)],
        immutables=[str(database)] if immutable else [],
        metadata=composed,
        settings=SETTINGS | (settings or {}),
        secret=secret,
    )


def login_path(datasette: Datasette) -> str:
    """The path that logs a visitor in as root, once."""
    return f"{datasette.urls.path('-/auth-token')}?token={datasette._root_token}"


def build_app(datasette: Datasette) -> Any:
    """The ASGI application that a server runs: Datasette, its answers compressed for browsers that take them so."""
    return GZipMiddleware(datasette.app(), **COMPRESSION)


def serve(datasette: Datasette, *, host: str = "127.0.0.1", port: int = 8001, proxies: str = "127.0.0.1") -> None:
    """Serve until the process is interrupted.

    Args:
        datasette: the application.
        host: the address to listen on.
        port: the port to listen on.
        proxies: the addresses, parted by commas, whose X-Forwarded-For and X-Forwarded-Proto are believed.
    """
    uvicorn.run(build_app(datasette), host=host, port=port, forwarded_allow_ips=proxies, **SERVER)


def serve_from_workers(
    workers: int, options: dict[str, Any], *, host: str = "127.0.0.1", port: int = 8001, proxies: str = "127.0.0.1"
) -> None:
    """Serve from several processes until this one is interrupted; each builds the application for itself.

    Args:
        workers: how many processes answer.
        options: the arguments of `build_datasette`, paths as text. A secret that is missing is made, one for all.
        host: the address to listen on.
        port: the port to listen on.
        proxies: as for `serve`.
    """
    options = options | {"secret": options.get("secret") or secrets.token_hex(32)}
    os.environ[VARIABLE] = json.dumps(options)
    factory = f"{__name__}:{build_for_worker.__name__}"
    uvicorn.run(factory, factory=True, workers=workers, host=host, port=port, forwarded_allow_ips=proxies, **SERVER)


def build_for_worker() -> Any:
    """The ASGI application as the process that started this one wants it."""
    options: dict[str, Any] = json.loads(os.environ[VARIABLE])
    paths = {name: Path(options[name]) for name in ("database", "metadata") if options[name]}
    return build_app(build_datasette(**options | paths))


VARIABLE = "PROVENANCE_SERVE"
"""The environment variable by which a worker learns what to serve."""

SERVER: dict[str, Any] = {"log_level": "warning", "lifespan": "on", "proxy_headers": True}
