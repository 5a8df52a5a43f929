"""A Chromium, and a server to look at with it: for the browser tests and for `docs/make_screenshots.py`."""

import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Playwright

from provenance.publish.serving import build_datasette

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox --disable-dev-shm-usage --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)


def launch(playwright: Playwright) -> Browser:
    """Start the Chromium that is on PATH, else the one that Playwright has installed."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return playwright.chromium.launch(executable_path=found, args=FLAGS.split())


def find_barriers(page: Page) -> list[tuple[str, str]]:
    """What axe-core finds on a page that would keep somebody from using it: its rule, and the element."""
    violations = Axe().run(page).response["violations"]
    grave = (found for found in violations if found["impact"] in {"serious", "critical"})
    return [(found["id"], node["html"]) for found in grave for node in found["nodes"]]


@contextmanager
def serving(database: Path) -> Iterator[str]:
    """Serve a database on a free port and give the address, which listens before anybody asks."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(build_datasette(database).app(), log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
