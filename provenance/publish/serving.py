"""Serving a database with Datasette: our metadata, our settings, one server."""

import webbrowser
from copy import deepcopy
from importlib.resources import files
from pathlib import Path
from typing import Any

import uvicorn
import yaml
from datasette.app import Datasette
from datasette.plugins import pm

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


def read_metadata(path: Path | None = None) -> dict[str, Any]:
    """Read metadata from a YAML or JSON file, by default the one that comes with the program."""
    text = path.read_text(encoding="utf-8") if path else (files(__package__) / "metadata.yml").read_text("utf-8")
    metadata: dict[str, Any] = yaml.safe_load(text) or {}
    return metadata


def address_metadata(metadata: dict[str, Any], stem: str) -> dict[str, Any]:
    """Metadata under which a database of another name is described as `news` is, unless it has its own."""
    addressed = deepcopy(metadata)
    databases = addressed.get("databases") or {}
    if METADATA_KEY in databases and stem not in databases:
        databases[stem] = databases.pop(METADATA_KEY)
    return addressed


def build_datasette(
    database: Path, *, metadata: Path | None = None, settings: dict[str, Any] | None = None
) -> Datasette:
    """Build the application for one database. It is opened as one that may change: an ingest can run beside it.

    Args:
        database: a database that `provenance ingest` has written.
        metadata: a YAML or JSON file to use instead of the program's own `metadata.yml`.
        settings: Datasette settings that override ours.
    """
    return Datasette(
        [str(database)],
        metadata=address_metadata(read_metadata(metadata), database.stem),
        settings=SETTINGS | (settings or {}),
    )


def serve(
    database: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8001,
    metadata: Path | None = None,
    open_browser: bool = False,
) -> None:
    """Serve a database until the process is interrupted."""
    # Because rich is installed, Datasette would print every 404 as a page of traceback with all local variables.
    pm.get_plugin("datasette.handle_exception").rich = None
    datasette = build_datasette(database, metadata=metadata)
    if open_browser:
        webbrowser.open(f"http://{host}:{port}/")
    uvicorn.run(datasette.app(), host=host, port=port, log_level="warning", lifespan="on")
