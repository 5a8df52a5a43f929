"""A site without a server: every page there, every link leading somewhere, nothing that runs or loads."""

import re
import sqlite3
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner, Result
from playwright.sync_api import Browser, sync_playwright

from provenance.cli import main
from provenance.errors import UnusableDatabase, UnwritableFile
from provenance.export import export_site
from provenance.export.pages import list_numbers, place_of
from provenance.export.reading import MOST_CLAIMS
from provenance.export.site import MARKER, PER_PAGE
from tests.chromium import find_barriers, launch
from tests.hostile import tell_hostile
from tests.newsroom import MAYOR, QUIET, STORIES, build, said, story


def export(database: Path, folder: Path) -> Path:
    export_site(database, folder, made="2026-03-02", program="provenance 1")
    return folder


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["export", "site", *map(str, arguments)], catch_exceptions=False)


def contents(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in sorted(files)}


class _Read(HTMLParser):
    """What a page links to, what can be linked to in it, and its elements."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.add(name)
            self.links.extend([value or ""] * (name == "href"))
            self.anchors.update([value or ""] * (name == "id"))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(name="evil", scope="module")
def _evil(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("evil")
    return export(build(folder / "<b>evil</b>.db", *tell_hostile(), *STORIES, QUIET), folder / "site")


def test_every_article_and_every_source_has_a_page(news_db: Path, tmp_path: Path) -> None:
    files = contents(export(news_db, tmp_path / "site"))
    with sqlite3.connect(news_db) as db:
        kept = db.execute("select 'articles', id from articles union all select 'sources', id from sources").fetchall()
    wanted = {f"{kind}/{key[:2]}/{key}.html" for kind, key in kept}

    fixed = {"index.html", "audits.html", "style.css", MARKER, "articles/page-1.html", "sources/page-1.html"}
    assert set(files) == wanted | fixed


def test_every_link_of_every_page_leads_somewhere(evil: Path) -> None:
    pages = {path: _Read(path.read_text(encoding="utf-8")) for path in evil.rglob("*.html")}
    followed = 0
    for path, page in pages.items():
        for link in page.links:
            if link.startswith(("http://", "https://")):
                assert link == "https://harbour-post.example/ferry-talks"
                continue
            assert not re.match(r"[a-z]+:|/", link, re.IGNORECASE), link
            target, _, anchor = link.partition("#")
            there = (path.parent / unquote(target)).resolve() if target else path
            assert there.is_file()
            assert not anchor or anchor in pages[there].anchors
            followed += 1
    assert followed > 300


def test_the_pages_ask_nobody_for_anything_and_run_nothing(evil: Path) -> None:
    style = (evil / "style.css").read_text(encoding="utf-8")

    assert not re.search(r"url\s*\(|@import", style, re.IGNORECASE)
    for path in evil.rglob("*.html"):
        page = _Read(path.read_text(encoding="utf-8"))
        assert not page.tags & {"script", "img", "iframe", "object", "embed", "form", "base"}
        assert not {name for name in page.attributes if name.startswith("on")} | page.attributes & {"src", "style"}
        assert not {"\u202e", "\u2067", "\x07", "\x1b"} & set(path.read_text(encoding="utf-8"))


def test_an_article_has_its_text_and_each_claim_in_its_place(news_db: Path, tmp_path: Path) -> None:
    site = export(news_db, tmp_path / "site")
    with sqlite3.connect(news_db) as db:
        for article, text in db.execute("select id, text from articles").fetchall():
            page = _Read((site / place_of("articles", article)).read_text(encoding="utf-8"))
            shown = "".join(page.text.split())
            assert all("".join(line.split()) in shown for line in text.splitlines())
            for (claim,) in db.execute("select id from claims where article = ?", [article]):
                assert {f"claim-{claim}", f"text-{claim}"} <= page.anchors


def test_a_source_lists_its_newest_claims_and_says_how_many_are_left_out(tmp_path: Path) -> None:
    stories = [
        story(f"s{n}", "{source:Ilse Brandt} {cue:said} {content:yes}.", said(MAYOR)) for n in range(MOST_CLAIMS + 3)
    ]
    site = export(build(tmp_path / "news.db", *stories), tmp_path / "site")
    (page,) = (site / "sources").glob("??/*.html")
    read = _Read(page.read_text(encoding="utf-8"))

    assert sum("#claim-" in link for link in read.links) == MOST_CLAIMS
    assert f"The newest {MOST_CLAIMS} of {MOST_CLAIMS + 3}; the others stand in their articles." in read.text


def test_long_lists_have_several_pages(tmp_path: Path) -> None:
    stories = [story(f"s{n}", f"Quiet {n}.") for n in range(PER_PAGE + 1)]
    site = export(build(tmp_path / "news.db", *stories), tmp_path / "site")
    first, second = (_Read((site / f"articles/page-{n}.html").read_text(encoding="utf-8")) for n in (1, 2))

    assert sum(link.startswith("../articles/") and "page-" not in link for link in first.links) == PER_PAGE
    assert sum(link.startswith("../articles/") and "page-" not in link for link in second.links) == 1
    assert ("page-2.html" in first.links, "page-1.html" in second.links) == (True, True)


@pytest.mark.parametrize(
    ("page", "last", "shown"),
    [(1, 1, [1]), (1, 9, [1, 2, 3, 9]), (5, 9, [1, 3, 4, 5, 6, 7, 9]), (9, 9, [1, 7, 8, 9])],
)
def test_a_list_links_to_its_neighbours_and_both_ends(page: int, last: int, shown: list[int]) -> None:
    assert list_numbers(page, last) == shown


def test_the_same_database_gives_the_same_site(news_db: Path, tmp_path: Path) -> None:
    assert contents(export(news_db, tmp_path / "one")) == contents(export(news_db, tmp_path / "two"))


def test_a_site_is_replaced_as_a_whole(news_db: Path, tmp_path: Path) -> None:
    site = export(news_db, tmp_path / "site")
    (site / "articles" / "old.html").touch()

    assert contents(export(news_db, site)) == contents(export(news_db, tmp_path / "fresh"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["fresh", "site"]


def test_a_site_that_cannot_be_put_in_its_place_leaves_the_old_one(
    news_db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = export(news_db, tmp_path / "site")
    (site / "index.html").write_text("old", encoding="utf-8")
    rename, renamed = Path.rename, []

    def fail_at_the_second(path: Path, target: Path) -> Path:
        renamed.append(target)
        if len(renamed) == 2:
            raise OSError(28, "No space left on device")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fail_at_the_second)
    with pytest.raises(UnwritableFile, match="No space left on device"):
        export(news_db, site)

    assert (site / "index.html").read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_folder_of_somebody_elses_is_left_alone(news_db: Path, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "dear.txt").write_text("Dear", encoding="utf-8")
    (tmp_path / "file").touch()

    with pytest.raises(UnwritableFile, match="holds files that are no site of this program's; name an empty"):
        export(news_db, tmp_path / "letters")
    with pytest.raises(UnwritableFile, match="is a file; name a folder"):
        export(news_db, tmp_path / "file")
    with pytest.raises(UnwritableFile, match="cannot be written"):
        export(news_db, tmp_path / "file" / "site")
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["dear.txt", "file", "letters"]


def test_a_failure_leaves_the_old_site_and_nothing_else(tmp_path: Path) -> None:
    database = build(tmp_path / "news.db", *STORIES)
    site = export(database, tmp_path / "site")
    before = contents(site)
    with sqlite3.connect(database) as db:
        db.execute("pragma foreign_keys = off")
        db.execute("update articles set id = '../../../etc/evil' where name = 'one-voice'")

    with pytest.raises(UnusableDatabase, match="an id is not one of this program's; look at the database with"):
        export(database, site)

    assert contents(site) == before
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == ["site"]


def test_an_empty_database_gives_a_site(tmp_path: Path) -> None:
    files = contents(export(build(tmp_path / "news.db"), tmp_path / "site"))

    assert "0</b> articles" in files["index.html"]
    assert "0</b> sources" in files["sources/page-1.html"]


def test_the_command_says_where_to_begin(news_db: Path, tmp_path: Path) -> None:
    done = run(tmp_path / "site", "--db", news_db)
    missing = run(tmp_path / "other", "--db", tmp_path / "gone.db")

    with sqlite3.connect(news_db) as db:
        (sources,) = db.execute("select count(*) from sources").fetchone()
    assert (done.exit_code, done.stdout) == (
        0,
        f"{tmp_path / 'site' / 'index.html'}: 3 articles and {sources} sources\n",
    )
    assert (missing.exit_code, (tmp_path / "other").exists()) == (1, False)
    assert "there is no such database" in missing.stderr


@pytest.fixture(name="chromium", scope="module")
def _chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(scheme: str, news_db: Path, chromium: Browser, tmp_path: Path) -> None:
    site = export(news_db, tmp_path / "site")
    page = chromium.new_page(color_scheme=scheme)  # type: ignore[arg-type]
    for path in (*site.glob("*.html"), *site.glob("*/page-1.html"), *site.glob("articles/??/*.html")):
        page.goto(path.as_uri())
        assert find_barriers(page) == [], path
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize(
    "viewport", [{"width": 1280, "height": 900}, {"width": 390, "height": 844}], ids=["desk", "phone"]
)
def test_a_reader_walks_from_the_first_page_to_a_claim_and_back(
    viewport: dict[str, int], evil: Path, chromium: Browser
) -> None:
    complaints: list[str] = []
    context = chromium.new_context(viewport=viewport, java_script_enabled=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda asked: complaints.extend([asked.url] * (not asked.url.startswith(evil.as_uri()))))

    page.goto((evil / "index.html").as_uri())
    assert page.evaluate("getComputedStyle(document.body).margin") == "0px", "the style sheet is not there"
    page.get_by_role("link", name="KCNA").click()
    page.get_by_role("link", name="that the captain had “sold his compass.”").click()
    assert page.locator(".card:target blockquote").inner_text() == "that the captain had “sold his compass.”"
    page.locator(".card:target .back").click()
    assert page.locator(".seg:target").inner_text() == "that the captain had “sold his compass.”"
    for path in sorted(evil.rglob("*.html")):
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], path
    context.close()
    assert complaints == []
