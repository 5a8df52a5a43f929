"""Make the pictures in docs/screenshots from the sample articles: `python -m docs.make_screenshots`.

Needs Chromium and what the tests need. The articles are ingested into a scratch database, which is then served and
photographed, in light and dark and on a phone.
"""

import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import attrs
from playwright.sync_api import Browser, sync_playwright

from provenance.ingest import ingest_inputs
from tests.chromium import launch, serving

DOCS = Path(__file__).parent
PICTURES = DOCS / "screenshots"
DESK, TALL, PHONE = (1280, 860), (1280, 1240), (390, 800)
SHOWN = "grain-corridor"
"""The article on the reader page: it has state media, a claim of other hands, and anonymous sources."""


@attrs.frozen(kw_only=True)
class Picture:
    """A page, and how it is looked at."""

    name: str
    path: str
    size: tuple[int, int] = DESK
    scheme: str = "light"


def list_pictures(database: Path) -> Iterator[Picture]:
    """The pictures to take of a database of the sample articles."""
    with sqlite3.connect(database) as db:
        (article,) = db.execute("select id from articles where name = ?", [SHOWN]).fetchone()
        (claim,) = db.execute(
            "select id from claims where article = ? and kind = 'claim' order by chain_length desc, position limit 1",
            [article],
        ).fetchone()
    reader = f"/-/provenance/article/{article}#claim-{claim}"
    for scheme, suffix in (("light", ""), ("dark", "-dark")):
        yield Picture(name=f"home{suffix}", path="/", scheme=scheme)
        yield Picture(name=f"claims{suffix}", path="/news/claims", scheme=scheme)
        yield Picture(name=f"reader{suffix}", path=reader, scheme=scheme)
        yield Picture(name=f"audit{suffix}", path="/news/sourcing-profile", scheme=scheme)
        yield Picture(name=f"dashboard{suffix}", path="/-/provenance/dashboard", size=TALL, scheme=scheme)
        yield Picture(name=f"search{suffix}", path="/-/provenance/search?q=talks", scheme=scheme)
    yield Picture(name="dashboard-phone", path="/-/provenance/dashboard", size=PHONE)
    yield Picture(name="reader-phone", path=reader, size=PHONE)


def take(browser: Browser, site: str, picture: Picture) -> None:
    """Open a page and save what is seen of it."""
    width, height = picture.size
    page = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme="dark" if picture.scheme == "dark" else "light",
        # A picture taken in the middle of a transition would be another one each time.
        reduced_motion="reduce",
        base_url=site,
    )
    page.goto(picture.path)
    if "#claim-" in picture.path and picture.size == DESK:
        page.evaluate("scrollTo(0, 0)")
    page.screenshot(path=PICTURES / f"{picture.name}.png")
    page.close()


def main() -> int:
    """Take every picture; the number of articles that could not be read is the exit code."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        database = Path(scratch) / "news.db"
        summary = ingest_inputs([str(DOCS / "samples")], database)
        with serving(database) as site, sync_playwright() as playwright:
            browser = launch(playwright)
            for picture in list_pictures(database):
                take(browser, site, picture)
            browser.close()
    return summary.counts.n_failed


if __name__ == "__main__":
    sys.exit(main())
