"""The report of the audits: what stands on the page, that it is true, and that nothing in it runs or loads."""

import re
import sqlite3
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from playwright.sync_api import Browser, sync_playwright

from provenance.audit import Value, list_audits, list_shared, run_audit
from provenance.cli import main
from provenance.errors import UnwritableFile
from provenance.report import Report, compose_report, gather_report, write_whole
from provenance.report.evidence import LONGEST, cut_pieces
from provenance.report.gathering import MOST_ROWS
from provenance.report.page import show_cell
from tests.chromium import find_barriers, launch
from tests.hostile import tell_hostile
from tests.newsroom import STORIES, build, said, story

UNSEEN = {"title", "desc", "style"}
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(name="evil_page", scope="module")
def _evil_page(tmp_path_factory: pytest.TempPathFactory) -> str:
    database = build(tmp_path_factory.mktemp("evil") / "<b>evil</b>.db", *tell_hostile(), *STORIES)
    return compose(gather_report(database, list_audits(), {"outlet": ""}))


def compose(report: Report) -> str:
    return compose_report(report, made="2026-03-02", program="provenance 1")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["audit", *map(str, arguments)], catch_exceptions=False)


class _Read(HTMLParser):
    """The elements of a page, their attributes, and its text as far as it is printed."""

    def handle_endtag(self, tag: str) -> None:
        self.unseen -= tag in UNSEEN

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text, self.unseen = "", 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.unseen += tag in UNSEEN

    def handle_data(self, data: str) -> None:
        self.text += data if not self.unseen else ""


def test_every_audit_has_its_question_reason_reading_chart_and_rows(news_db: Path) -> None:
    page = compose(gather_report(news_db, list_audits(), {}))
    read = _Read(page)
    text = " ".join(read.text.split())

    for audit in list_audits():
        found = run_audit(news_db, audit.name)
        assert ("h2", {"id": audit.name}) in read.elements
        assert f"{audit.title} {len(found.rows)} row" in text
        assert audit.why in text
        assert f"How to read it. {audit.finding}" in text
    assert sum(tag == "svg" for tag, _ in read.elements) >= len(list_audits()) - 2
    assert "What this cannot say" in text
    assert "Made on 2026-03-02 by provenance 1; the articles were read by test." in text


def test_the_figures_are_those_of_the_database(news_db: Path) -> None:
    figures = gather_report(news_db, list_audits(), {}).figures
    with sqlite3.connect(news_db) as db:
        counted = db.execute(
            "select (select count(*) from articles), (select count(*) from claims where kind = 'claim'),"
            " (select count(*) from claims where kind = 'silence'), (select count(*) from outlets),"
            " (select count(*) from sources where n_claims > 0), (select max(published) from articles),"
            " (select count(*) from sentences where status = 'unattributed')"
        ).fetchone()

    assert counted == (
        figures.articles,
        figures.claims,
        figures.silences,
        figures.outlets,
        figures.sources,
        figures.until,
        figures.unattributed,
    )


@pytest.mark.parametrize(
    ("parameters", "articles", "sources"),
    [
        ({"outlet": "Inland Gazette"}, 1, 2),
        ({"since": "2026-04"}, 2, 2),
        ({"until": "2026-03-02"}, 1, 3),
        ({"outlet": "Harbour Post", "since": "2026-04-01", "until": "2026-04-30"}, 1, 1),
        ({"outlet": "Nobody's Paper"}, 0, 0),
    ],
)
def test_parameters_narrow_everything(parameters: dict[str, str], articles: int, sources: int, tmp_path: Path) -> None:
    database = build(tmp_path / "news.db", *STORIES)
    report = gather_report(database, list_audits(), parameters)
    text = " ".join(_Read(compose(report)).text.split())

    assert (report.figures.articles, report.figures.sources) == (articles, sources)
    assert all(
        section.n_rows == len(run_audit(database, section.audit.name, parameters).rows) for section in report.sections
    )
    for name, value in parameters.items():
        assert f"{name} {value}" in text
    assert ("No article of this kind is stored." in text) is (articles == 0)


@pytest.mark.parametrize(
    ("value", "column", "shown"),
    [
        (0.0534, "share", "5.3%"),
        (0.5, "anonymous_share", "50.0%"),
        (0.25, "outlet_average", "25.0%"),
        (1234567, "claims", "1,234,567"),
        (None, "outlet", ""),
        ("a" * 500, "article", "a" * 239 + "…"),
        ("to \u202eyou\x00", "article", "to \ufffdyou\ufffd"),
    ],
)
def test_a_cell_reads_as_what_it_is(value: Value, column: str, shown: str) -> None:
    assert show_cell(value, column) == shown


def test_all_audits_are_narrowed_by_outlet_and_period() -> None:
    assert sorted(parameter.name for parameter in list_shared()) == ["outlet", "since", "until"]


def test_every_row_with_a_claim_shows_the_words_that_prove_it(news_db: Path) -> None:
    report = gather_report(news_db, list_audits(), {})
    proven = 0
    with sqlite3.connect(news_db) as db:
        for section in report.sections:
            for row in section.rows:
                claim = row.cells[section.columns.index("claim_id")] if "claim_id" in section.columns else None
                assert (row.proof is not None) is (claim is not None)
                if row.proof:
                    proven += 1
                    text, start, end = db.execute(
                        "select a.text, context_start, context_end from claims join articles a on a.id = article "
                        "where claims.id = ?",
                        [claim],
                    ).fetchone()
                    contents = db.execute(
                        "select text from claim_spans where claim = ? and role = 'content' order by start", [claim]
                    ).fetchall()
                    assert "".join(piece.text for piece in row.proof.pieces) == text[start:end]
                    assert [piece.text for piece in row.proof.pieces if piece.marked] == [c[0] for c in contents]
    assert proven >= 10


@pytest.mark.parametrize(
    ("contents", "marked"),
    [([], []), ([(2, 4)], ["cd"]), ([(0, 2), (3, 5)], ["ab", "de"]), ([(1, 4), (2, 6)], ["bcd", "ef"])],
    ids=["silence", "one", "discontinuous", "overlapping"],
)
def test_pieces_are_the_statement_cut_at_what_was_claimed(contents: list[tuple[int, int]], marked: list[str]) -> None:
    pieces = list(cut_pieces("xabcdefx", (1, 7), [(s + 1, e + 1) for s, e in contents]))

    assert "".join(piece.text for piece in pieces) == "abcdef"
    assert [piece.text for piece in pieces if piece.marked] == marked


def test_a_long_statement_is_cut_around_the_claim() -> None:
    text = "a" * 3000 + "CLAIM" + "b" * 3000
    pieces = list(cut_pieces(text, (0, len(text)), [(3000, 3005)]))

    assert [piece.text for piece in pieces if piece.marked] == ["CLAIM"]
    assert (pieces[0].text, pieces[-1].text) == ("…", "…")
    assert len("".join(piece.text for piece in pieces)) == LONGEST + 2


def test_what_is_left_out_is_said_and_drawn_all_the_same(tmp_path: Path) -> None:
    stories = [
        story(f"s{n}", "It is {cue:reportedly} {content:to be sold}.", said(hedged=True), outlet="Gazette")
        for n in range(MOST_ROWS + 7)
    ]
    report = gather_report(build(tmp_path / "news.db", *stories), list_audits(), {})
    hedged = next(section for section in report.sections if section.audit.name == "hedged-claims")
    text = " ".join(_Read(compose(report)).text.split())

    assert (len(hedged.rows), hedged.n_rows) == (MOST_ROWS, MOST_ROWS + 7)
    assert f"Gazette: {MOST_ROWS + 7}" in hedged.chart
    assert f"The first {MOST_ROWS} of {MOST_ROWS + 7} rows; 7 are left out here." in text
    assert "provenance audit hedged-claims --format csv" in text


def test_the_page_is_the_same_each_time(news_db: Path) -> None:
    first, second = (compose(gather_report(news_db, list_audits(), {})) for _ in range(2))

    assert first == second
    assert compose_report(
        gather_report(news_db, list_audits(), {}), made="2027-01-01", program="provenance 1"
    ) == first.replace("2026-03-02</p>", "2027-01-01</p>", 1).replace("Made on 2026-03-02", "Made on 2027-01-01")


def test_the_page_asks_nobody_for_anything(evil_page: str) -> None:
    read = _Read(evil_page)
    style = evil_page[evil_page.index("<style>") : evil_page.index("</style>")]

    assert not {tag for tag, _ in read.elements} & {
        "script",
        "img",
        "iframe",
        "link",
        "object",
        "embed",
        "form",
        "base",
    }
    assert not re.search(r"url\s*\(|@import|expression\s*\(", style, re.IGNORECASE)
    for _, attributes in read.elements:
        assert not [name for name in attributes if name.startswith("on") or name in {"src", "srcset", "style"}]
        assert (attributes.get("href") or "#").startswith("#")


def test_hostile_words_are_shown_and_steer_nothing(evil_page: str) -> None:
    text = _Read(evil_page).text

    assert "<script>alert('owned')</script>" in text
    assert "drop table claims; --" in text
    assert max(len(word) for word in text.split()) < 1000
    assert not {"\u202e", "\u2067", "\x07", "\x1b"} & set(evil_page)
    assert "safe \ufffdgnikcah\ufffd" in text


@pytest.fixture(name="chromium", scope="module")
def _chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.mark.browser
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_hostile_content_runs_nothing_in_a_browser(
    viewport: dict[str, int], scheme: str, evil_page: str, chromium: Browser, tmp_path: Path
) -> None:
    path = tmp_path / "report.html"
    path.write_text(evil_page, encoding="utf-8")
    complaints: list[str] = []
    context = chromium.new_context(viewport=viewport, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda asked: complaints.extend([asked.url] * (asked.url != path.as_uri())))
    page.goto(path.as_uri())

    assert page.locator("section.audit").count() == len(list_audits())
    assert page.locator("figure.chart .mark").count() > 10
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    assert page.evaluate("document.scripts.length") == 0
    assert find_barriers(page) == []
    page.get_by_role("link", name="Official silence").click()
    assert page.url == f"{path.as_uri()}#official-silence"
    context.close()
    assert complaints == []


@pytest.mark.browser
def test_a_printed_report_is_dark_on_white(evil_page: str, chromium: Browser, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text(evil_page, encoding="utf-8")
    context = chromium.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(path.as_uri())
    page.emulate_media(media="print", color_scheme="dark")
    colours = page.evaluate(
        "[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor,"
        " getComputedStyle(document.querySelector('.chart .label')).fill]"
    )
    context.close()

    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)", "rgb(0, 0, 0)"]


def test_a_file_is_replaced_whole_or_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    write_whole(path, "one\n")
    with pytest.raises(UnicodeEncodeError):
        write_whole(path, "t\ud800wo")

    assert path.read_text(encoding="utf-8") == "one\n"
    assert path.stat().st_mode & 0o777 == (tmp_path / "report.html").stat().st_mode & 0o777 != 0o600
    assert [p.name for p in tmp_path.iterdir()] == ["report.html"]
    with pytest.raises(UnwritableFile, match="cannot be written"):
        write_whole(tmp_path / "nowhere" / "report.html", "two")


def test_the_command_writes_all_audits_or_one(news_db: Path, tmp_path: Path) -> None:
    every, one = tmp_path / "all.html", tmp_path / "one.html"
    printed = run("--all", "--html", every, "--db", news_db)
    single = run("single-source-articles", "--html", one, "--db", news_db, "-p", "minimum=1")

    assert (printed.exit_code, single.exit_code) == (0, 0)
    assert printed.stdout == f"{every}: {len(list_audits())} audits of 3 articles\n"
    assert single.stdout == f"{one}: 1 audit of 3 articles\n"
    assert len(re.findall('<section class="audit"', every.read_text(encoding="utf-8"))) == len(list_audits())
    text = " ".join(_Read(one.read_text(encoding="utf-8")).text.split())
    assert "Minimum. Fewest claims an article must have to be listed: 1." in text
    assert re.search(r"it finds \d\d of 100 marked attributions, and \d\d of 100 that it finds are marked", text)


@pytest.fixture(name="here")
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty directory to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("--all",), 2, "leave the name out, and name the page with --html"),
        (("--all", "official-silence", "--html", "x.html"), 2, "leave the name out"),
        (("--html", "x.html"), 2, "name a question for the page, or ask all of them with --all"),
        (("--fail-on", "rows>0"), 2, "--fail-on is for one question"),
        (("--all", "--html", "x.html", "--fail-on", "rows>0"), 2, "--fail-on is for one question"),
        (("--all", "--html", "x.html", "--format", "csv"), 2, "--format is for what is printed here"),
        (("--all", "--html", "x.html", "-p", "minimum=2"), 1, "narrow all of them by outlet, since, until"),
        (("--all", "--html", "x.html", "-p", "since=May"), 1, "May: since is not a day; write it as 2025-03-01"),
        (("official-silence", "--html", "x.html", "-p", "minimum=2"), 1, "takes no parameter 'minimum'"),
        (("offical-silence", "--html", "x.html"), 1, "did you mean official-silence?"),
    ],
)
def test_what_does_not_belong_together_is_refused(
    arguments: tuple[str, ...], code: int, message: str, news_db: Path, here: Path
) -> None:
    result = run(*arguments, "--db", news_db)

    assert (result.exit_code, list(here.iterdir())) == (code, [])
    assert message in result.stderr


def test_a_database_without_articles_gives_a_page_that_says_so(tmp_path: Path) -> None:
    text = " ".join(_Read(compose(gather_report(build(tmp_path / "news.db"), list_audits(), {}))).text.split())

    assert "No article is stored." in text
    assert text.count("Nothing found.") == len(list_audits())
