"""Articles written to attack whoever looks at them: read as a user reads them, then every page in a real Chromium.

Nothing in them may run, open a dialog or load anything; no long word may push a page sideways; and all of it must still
be there to read.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Dialog, Page, Route, ViewportSize, sync_playwright

from provenance.audit import list_audits
from provenance.cli import main
from provenance.publish.views import ROUTES
from tests.chromium import launch, serving

pytestmark = pytest.mark.browser

DESK, PHONE = ViewportSize(width=1280, height=900), ViewportSize(width=390, height=844)

SCRIPT = "<script>alert('script')</script>"
IMAGE = '"><img src=https://evil.example/x.png onerror=alert(1)>'
ENDING = "</textarea></title></style></script></p></div><svg onload=alert(2)>"
SQL = "'; drop table claims; --"
TEMPLATE = "{{ 7*7 }}{% raw %}${7*7}<%= 7*7 %>#{7*7}"
BIDI = "\u202etxet desrever\u202c \u2066isolated\u2069 \u200f\u061c"
LONG = "Llanfair" * 1_250
NULLISH = "null \u2400 undefined NaN \\0 \ufeff\u200b"
AWKWARD = (SCRIPT, IMAGE, ENDING, SQL, TEMPLATE, BIDI, LONG, NULLISH)

TEXT = "\n\n".join((
    f"{SCRIPT} said on Monday that the ferry was safe. “{IMAGE},” said Tomas {ENDING} Reyl, a spokesman for {SQL}.",
    f"Minister {LONG} told reporters that “{LONG}” would be closed.",
    f"KCNA, citing {TEMPLATE}, said that {BIDI} had sold his compass.",
    f"According to {NULLISH}, the pier was sound. The {SCRIPT} ministry declined to comment.",
    f"An official at {IMAGE} said it was not.",
    f"The ferry {ENDING} at her pier on Monday (Mina {IMAGE} Castellan/{SCRIPT} via Getty Images)",
    f"Ilse Brandt said that {SQL} was {TEMPLATE}. Tomas Reyl denied it, reporters relayed.",
    f"It is reportedly to be sold. {BIDI}\n",
))  # fmt: skip


@pytest.fixture(name="database", scope="module")
def _database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The attack in every field that an article can have, as JSON, as a page, and as a file with a name of its own."""
    folder = tmp_path_factory.mktemp("hostile")
    records = [
        {"id": awkward, "text": TEXT, "title": awkward, "byline": awkward, "outlet": awkward, "published": "2026-03-02",
         "url": f"javascript:alert({number})"}
        for number, awkward in enumerate(AWKWARD)
    ]  # fmt: skip
    (folder / "feed.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    named = folder / "<script>alert(3)<script> {{ 7*7 }} \u202e '; drop table claims; --.txt"
    named.write_text(TEXT + TEXT, encoding="utf-8")
    database = folder / "news.db"
    arguments = ["ingest", str(folder / "feed.jsonl"), str(named), "--db", str(database)]
    result = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return database


@pytest.fixture(name="site", scope="module")
def _site(database: Path) -> Iterator[str]:
    with serving(database) as address:
        yield address


@pytest.fixture(name="chromium", scope="module")
def _chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


Visit = Callable[..., Page]


@pytest.fixture(name="visit")
def _visit(chromium: Browser, site: str) -> Iterator[Visit]:
    """Opens a page; in the end nothing may have run, asked or been asked for that is not the site's own."""
    told: list[str] = []

    def tell_request(route: Route) -> None:
        if route.request.url.startswith((site, "data:")):
            route.continue_()
        else:
            told.append(f"asked for {route.request.url}")
            route.abort()

    def tell_dialog(dialog: Dialog) -> None:
        told.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    context = chromium.new_context(viewport=DESK, base_url=site, reduced_motion="reduce")
    page = context.new_page()
    page.route("**/*", tell_request)
    page.on("dialog", tell_dialog)
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("console", lambda message: told.extend([message.text] * (message.type == "error")))

    def visit(path: str) -> Page:
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, path
        return page

    yield visit
    context.close()
    assert told == []


def column(database: Path, sql: str) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        return [str(row[0]) for row in connection.execute(sql)]


PAGES = [
    "/",
    "/news",
    *(f"/news/{table}" for table in ("claims", "articles", "sources", "outlets", "claim_spans", "attributions")),
    *(f"/news/{table}" for table in ("sentences", "source_aliases", "runs", "ingest_errors", "article_sources")),
    "/news/claims?_facet=source_type&_facet=outlet&_facet=speaker_title&_facet=chain&_facet_size=max&_columns=all",
    "/news/articles?_facet=outlet&_facet=byline&_facet=title&_columns=all",
    "/news/claims?_search=script&_sort_desc=text",
    f"/news/claims?outlet={SCRIPT}&text__contains={SQL}&_where=1%3D1",
    f"/news/official-silence?outlet={SCRIPT}&since={SCRIPT}",
    *(f"/news/{audit.name}" for audit in list_audits()),
    *(route.removesuffix("$") for route, _ in ROUTES if "(" not in route),
]

# The widest the page can be scrolled; what stands in a box with a scroll bar of its own does not count.
WIDTH = "document.documentElement.scrollWidth"


def check(page: Page, path: str) -> None:
    """Nothing ran when the page was opened; now its width is looked at, and what an attack would have left in it."""
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        assert page.evaluate(WIDTH) <= size["width"], f"{path} at {size['width']}"
    assert page.locator("img[src*=evil], svg[onload], [onerror]").count() == 0, path
    assert page.locator("a[href^='javascript:' i]").count() == 0, path
    assert "49" not in page.title(), path


@pytest.mark.parametrize("path", PAGES)
def test_a_page_shows_an_attack_as_text(path: str, visit: Visit) -> None:
    check(visit(path), path)


@pytest.mark.parametrize(
    ("table", "address"),
    [
        ("articles", "/-/provenance/article/{}"),
        ("articles", "/news/articles/{}"),
        ("sources", "/news/sources/{}"),
        ("claims", "/news/claims/{}"),
        ("claims", "/-/provenance/claim/{}"),
    ],
    ids=["reader pages", "articles", "sources", "claims", "claims in context"],
)
def test_every_row_shows_an_attack_as_text(table: str, address: str, database: Path, visit: Visit) -> None:
    for key in column(database, f"select id from {table} order by id limit 12"):  # noqa: S608
        path = address.format(key)
        check(visit(path), path)


def test_the_whole_attack_is_there_to_read(database: Path, visit: Visit) -> None:
    for article in column(database, "select id from articles"):
        (text,) = column(database, f"select text from articles where id = '{article}'")  # noqa: S608
        shown = visit(f"/-/provenance/article/{article}").locator(".text > p").all_text_contents()
        assert "".join("".join(shown).split()) == "".join(text.split())


def test_titles_and_outlets_are_shown_as_written(database: Path, visit: Visit) -> None:
    page = visit("/news/articles?_columns=all&_size=max")
    cells = [" ".join(words.split()) for words in page.locator("td.col-title").all_text_contents()]

    for awkward in AWKWARD:
        assert any(cell and " ".join(awkward.split()).startswith(cell.rstrip("…")) for cell in cells), awkward[:40]


def test_what_programs_read_is_no_page(visit: Visit) -> None:
    page = visit("/news")
    for path in ("/news/claims.json", "/news/claims.csv", "/news/articles.json?_shape=array", "/robots.txt"):
        answer = page.request.get(path)
        assert not answer.headers["content-type"].startswith("text/html"), path
        assert answer.headers["x-content-type-options"] == "nosniff", path


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_report_shows_an_attack_as_text(
    size: ViewportSize, database: Path, chromium: Browser, tmp_path: Path
) -> None:
    report = tmp_path / "report.html"
    arguments = ["audit", "--all", "--html", str(report), "--db", str(database)]
    assert CliRunner().invoke(main, arguments, catch_exceptions=False).exit_code == 0
    told: list[str] = []
    context = chromium.new_context(viewport=size)
    page = context.new_page()
    page.on("request", lambda asked: told.extend([asked.url] * (asked.url != report.as_uri())))
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.on("console", lambda message: told.append(message.text))
    page.goto(report.as_uri())

    assert page.evaluate(WIDTH) <= size["width"]
    assert page.locator("script, [onload], [onerror], a[href^='javascript:' i]").count() == 0
    assert SCRIPT in (page.text_content("body") or "")
    assert told == []
    context.close()


def test_no_claim_was_lost_and_every_table_stands(database: Path) -> None:
    result = CliRunner().invoke(main, ["verify", "--db", str(database)], catch_exceptions=False)

    assert result.exit_code == 0, result.output
    assert len(column(database, "select id from articles")) == len(AWKWARD) + 1
    assert column(database, "select id from claims")
