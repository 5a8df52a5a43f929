"""The pages in a real Chromium: what a visitor clicks, types and sees, without script errors or foreign requests."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs
import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from provenance.models import Kind, Span
from tests.chromium import find_barriers, launch, serving
from tests.newsroom import PILOT, build, said, story

pytestmark = pytest.mark.browser

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
DASHBOARD, SEARCH = "/-/provenance/dashboard", "/-/provenance/search?q=ferry"
PAGES = [
    "/",
    "/news",
    "/news/claims",
    "/news/claims?source_type=government&_search=that",
    "/news/articles",
    "/news/sources",
    "/news/second-hand-claims",
    "/news/anonymous-share-by-outlet",
    "/news/sourcing-profile",
    DASHBOARD,
    SEARCH,
    "/nowhere",
    "reader",
    "claim",
    "source",
    "article",
]

# For every visible piece of text: its contrast with what is painted behind it, by the formula of WCAG 2.
CONTRASTS = """() => {
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const paint = (colors) => {
    pen.clearRect(0, 0, 1, 1);
    for (const color of colors) { pen.fillStyle = color; pen.fillRect(0, 0, 1, 1); }
    return pen.getImageData(0, 0, 1, 1).data;
  };
  const light = ([r, g, b]) => [r, g, b]
    .map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const poor = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const words = walker.currentNode.data.trim();
    if (!words || !element.checkVisibility() || element.closest("script, svg, option")) continue;
    const behind = [];
    for (let e = element; e; e = e.parentElement) behind.unshift(getComputedStyle(e).backgroundColor);
    const ground = light(paint(["white", ...behind]));
    const ink = light(paint(["white", ...behind, getComputedStyle(element).color]));
    const ratio = (Math.max(ground, ink) + 0.05) / (Math.min(ground, ink) + 0.05);
    if (ratio < 4.5) poor.push([ratio.toFixed(2), element.className, words.slice(0, 40)]);
  }
  return poor;
}"""


@pytest.fixture(name="chromium", scope="module")
def _chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(name="site", scope="module")
def _site(news_db: Path) -> Iterator[str]:
    """The address of a server that publishes the sample database."""
    with serving(news_db) as address:
        yield address


Open = Callable[..., Page]


@pytest.fixture(name="visit")
def _visit(chromium: Browser, site: str) -> Iterator[Open]:
    """Opens a page of the site; in the end no page may have had a script error or asked anybody else for anything."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def visit(path: str, **options: object) -> Page:
        options = {"viewport": DESK, "base_url": site, "reduced_motion": "reduce"} | options
        context = chromium.new_context(**options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        # That a page is missing is what its own test is about.
        page.on("console", lambda message: complaints.extend([message.text] * _complains(message)))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        ours = (str(options["base_url"]), "data:")
        page.on("request", lambda asked: complaints.extend([asked.url] * (not asked.url.startswith(ours))))
        page.goto(path)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert complaints == []


def _complains(message: ConsoleMessage) -> bool:
    return message.type == "error" and not message.location["url"].endswith("/nowhere")


@pytest.fixture(name="reader", scope="module")
def _reader(news_db: Path) -> str:
    """The path of the article with every kind of claim."""
    with sqlite3.connect(news_db) as db:
        return "/-/provenance/article/{}".format(
            *db.execute("select id from articles where name = 'ferry-talks'").fetchone()
        )


@pytest.fixture(name="claim", scope="module")
def _claim(news_db: Path) -> str:
    """The id of the claim that reporters relayed."""
    with sqlite3.connect(news_db) as db:
        return str(db.execute("select id from claims where relayer = 'reporters'").fetchone()[0])


def test_from_the_home_page_to_the_words_that_prove_a_claim(visit: Open) -> None:
    """The path that docs/browsing.md describes: three clicks from the home page, where the third is the proof."""
    page = visit("/")
    page.get_by_role("link", name="Claims that rest on state media").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Claims that rest on state media")
    expect(page.get_by_role("row")).to_have_count(2)
    page.get_by_role("link", name="in context").first.click()

    expect(page).to_have_url(re.compile("#claim-"))
    expect(page.locator(".card.open")).to_contain_text("KCNA")
    expect(page.locator(".seg.lit")).to_have_text(["KCNA", "claimed", "that the captain had “sold his compass.”"])


def test_facet_then_claim_then_reader_page_then_legend(visit: Open) -> None:
    page = visit("/news/claims")
    page.locator("#facet-source_type").get_by_role("link", name="government").click()
    expect(page.locator(".row-count")).to_contain_text('6 rows where source_type = "government"')
    page.get_by_role("link", name="that letters had been exchanged", exact=True).click()
    expect(page.locator("h1")).to_contain_text("that letters had been exchanged")
    page.locator("h1").get_by_role("link", name="in context").click()
    expect(page.locator(".card.open .chain li")).to_contain_text(["Ilse Brandt", "reporters", "this article"])

    page.get_by_role("button", name="state media").click()
    expect(page.get_by_role("button", name="state media")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".seg:not(.off)")).to_have_text(["KCNA", "claimed", "that the captain had “sold his compass.”"])
    expect(page.locator(".card:visible")).to_have_count(0)

    page.get_by_role("button", name="state media").press("Space")
    expect(page.locator(".seg.off")).to_have_count(0)


def test_a_passage_of_two_claims_is_shown_for_either(visit: Open, tmp_path: Path) -> None:
    """The silence lies inside the claim: with only the claim's kind of source shown, all of the claim is."""
    told = story("told", "{content:The mayor gave no reason}, {source:Tomas Reyl} {cue:said}.", said(PILOT))
    (claim,) = told.claims
    refusal = attrs.evolve(claim.attribution, kind=Kind.SILENCE, source=(), content=(), cue=(Span(10, 24),))
    silence = attrs.evolve(claim, attribution=refusal, chain=(), abstained="nobody is named")
    with serving(build(tmp_path / "news.db", attrs.evolve(told, claims=(claim, silence)))) as site:
        page = visit("/", base_url=site)
        page.locator(".headline").click()
        expect(page.locator("a.seg")).to_have_text(["The mayor ", "gave no reason"])
        expect(page.locator("a.seg.t-silence")).to_have_text(["gave no reason"])

        page.get_by_role("button", name="individual").click()
        expect(page.locator("a.seg.t-individual:not(.off)")).to_have_text(["The mayor ", "gave no reason"])
        page.get_by_text("gave no reason").first.click()
        expect(page.locator(".card.open")).to_contain_text("Tomas Reyl")

        page.get_by_role("button", name="individual").click()
        expect(page.locator("a.seg.t-silence")).to_have_text(["gave no reason"])


def test_the_keyboard_reaches_every_claim_and_its_card(visit: Open, reader: str) -> None:
    page = visit(reader)
    page.get_by_role("checkbox").focus()
    page.keyboard.press("Tab")
    expect(page.locator("a.seg:focus")).to_have_text("the ferry would run again on Monday")
    expect(page.locator(".card.open")).to_contain_text("Ilse Brandt")

    page.keyboard.press("Tab")
    expect(page.locator("a.seg:focus")).to_have_text("“We hear you,”")
    page.keyboard.press("Enter")
    expect(page.locator(".card:focus")).to_contain_text("“We hear you,” … “and we will pay.”")
    page.keyboard.press("Tab")
    expect(page.locator(".card a:focus")).to_have_text("government")

    page.keyboard.press("Escape")
    expect(page.locator(".card:visible")).to_have_count(0)
    expect(page.locator("a.seg:focus")).to_have_text("“We hear you,”")
    expect(page).to_have_url(re.compile("^[^#]*$"))


def test_pointing_shows_a_card_and_a_click_keeps_it(visit: Open, reader: str) -> None:
    page = visit(reader)
    page.locator("a.seg", has_text="a buyer had been found").hover()
    expect(page.locator(".card.open")).to_contain_text("an official familiar with the talks")
    page.locator("h1").hover()
    expect(page.locator(".card:visible")).to_have_count(0)

    page.locator("span.seg.cue", has_text="claimed").click()
    page.locator("a.seg", has_text="a buyer had been found").hover()
    page.locator("h1").hover()
    expect(page.locator(".card.open")).to_contain_text("KCNA")


def test_an_address_opens_its_claim(visit: Open, reader: str, claim: str) -> None:
    page = visit(f"{reader}#claim-{claim}")

    expect(page.locator(".card.open")).to_contain_text("relayer, press")
    expect(page.locator("a.seg.lit")).to_be_in_viewport()
    page.locator(".card.open").get_by_role("link", name="The claim's row").click()
    expect(page).to_have_url(re.compile(f"/news/claims/{claim}$"))


def test_an_address_of_nothing_opens_nothing(visit: Open, reader: str) -> None:
    expect(visit(f"{reader}#claim-<script>").locator(".card:visible")).to_have_count(0)


def test_sentences_without_a_source_can_be_marked(visit: Open, reader: str) -> None:
    page = visit(reader)
    loose = page.get_by_text("The crossing is eleven kilometres wide.")
    expect(loose).to_have_css("text-decoration-line", "none")
    page.get_by_label("Mark the sentences without a source").check()

    expect(loose).to_have_css("text-decoration-style", "dotted")


def test_without_scripts_every_detail_is_on_the_page(visit: Open, reader: str, claim: str) -> None:
    page = visit(reader, java_script_enabled=False)
    expect(page.locator(".card:visible")).to_have_count(7)
    page.locator(f'a.seg[href="#claim-{claim}"]').click()
    expect(page.locator(".card:target")).to_contain_text("relayer, press")

    page.locator("#legend").get_by_role("link", name="silence").click()
    expect(page.locator("tbody tr")).to_have_count(1)


def test_on_a_phone_the_card_is_a_sheet(visit: Open, reader: str) -> None:
    page = visit(reader, viewport=PHONE, has_touch=True)
    passage = page.locator("a.seg", has_text="a buyer had been found")
    passage.tap()
    sheet = page.locator("#panel")
    expect(sheet).to_be_in_viewport(ratio=0.9)
    expect(passage).to_be_in_viewport()
    top = sheet.evaluate("e => e.getBoundingClientRect().top")
    assert passage.evaluate("e => e.getBoundingClientRect().bottom") <= top

    sheet.get_by_role("button", name="Close").tap()
    expect(sheet).not_to_be_visible()


@pytest.fixture(name="address", scope="module")
def _address(news_db: Path, reader: str, claim: str) -> Callable[[str], str]:
    """The address of a page of `PAGES`, some of which are named and not written out."""
    with sqlite3.connect(news_db) as db:
        source = db.execute("select id from sources where name = 'KCNA'").fetchone()[0]
    article = reader.rpartition("/")[2]
    named = {
        "reader": reader,
        "claim": f"/news/claims/{claim}",
        "source": f"/news/sources/{source}",
        "article": f"/news/articles/{article}",
    }
    return lambda path: named.get(path, path)


@pytest.mark.parametrize("path", PAGES)
def test_a_phone_never_scrolls_sideways(path: str, visit: Open, address: Callable[[str], str]) -> None:
    page = visit(address(path), viewport=PHONE)

    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_all_text_can_be_read(path: str, scheme: str, visit: Open, claim: str, address: Callable[[str], str]) -> None:
    page = visit(address(path), color_scheme=scheme)
    assert page.evaluate(CONTRASTS) == []
    if path == "reader":
        page.goto(f"{address(path)}#claim-{claim}")
        page.get_by_role("button", name="government").click()
        assert page.evaluate(CONTRASTS) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_kind_of_source_can_be_read_on_its_colour(scheme: str, visit: Open, reader: str) -> None:
    """Also the kinds that this article does not have: its chips and highlights take on each of them in turn."""
    page = visit(reader, color_scheme=scheme)
    kinds = page.evaluate(
        "() => [...document.styleSheets].flatMap((s) => [...s.cssRules]).map((r) => r.selectorText || '')"
        ".filter((s) => s.startsWith('.t-')).map((s) => s.slice(1))"
    )
    assert len(kinds) == 16
    for kind in kinds:
        page.evaluate(
            "(kind) => { for (const e of document.querySelectorAll('[class*=\" t-\"]'))"
            " e.setAttribute('class', e.getAttribute('class').replace(/\\bt-\\w+/, kind) + ' lit'); }",
            kind,
        )
        assert page.evaluate(CONTRASTS) == [], kind


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_serious(
    path: str, size: dict[str, int], scheme: str, visit: Open, address: Callable[[str], str]
) -> None:
    assert find_barriers(visit(address(path), viewport=size, color_scheme=scheme)) == []


def test_facets_narrow_and_widen_on_a_phone(visit: Open) -> None:
    page = visit("/news/claims", viewport=PHONE, has_touch=True)
    page.locator("#facet-outlet").get_by_role("link", name="Inland Gazette").tap()
    expect(page.locator(".row-count b")).to_have_text("3 rows")
    page.locator("#facet-quotation").get_by_role("link", name="indirect").tap()
    expect(page.locator(".row-count")).to_contain_text('where outlet = "Inland Gazette" and quotation = "indirect"')
    page.locator("#facet-outlet").get_by_role("link", name="Remove the filter outlet: Inland Gazette").tap()
    expect(page.locator(".row-count")).to_contain_text('rows where quotation = "indirect"')


def test_the_legend_filters_on_a_phone(visit: Open, reader: str) -> None:
    page = visit(reader, viewport=PHONE, has_touch=True)
    page.get_by_role("button", name="state media").tap()
    expect(page.locator("a.seg:not(.off)")).to_have_text(["that the captain had “sold his compass.”"])
    page.locator("a.seg:not(.off)").tap()
    expect(page.locator(".card.open")).to_contain_text("KCNA")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_source_leads_to_all_its_claims(size: dict[str, int], visit: Open, address: Callable[[str], str]) -> None:
    page = visit(address("source"), viewport=size)
    expect(page.locator("h1")).to_have_text("KCNA")
    page.get_by_role("link", name="All its claims").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody")).to_contain_text("sold his compass")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_dashboard_draws_its_charts(size: dict[str, int], visit: Open) -> None:
    page = visit(DASHBOARD, viewport=size)
    panels = page.locator(".chart-panel")
    expect(panels).to_have_count(8)
    for panel in panels.all():
        boxes = [mark.bounding_box() for mark in panel.locator(".mark").all()]
        assert boxes
        assert all(box and box["width"] > 1 and box["height"] > 1 for box in boxes), panel.inner_text()
        expect(panel.get_by_role("group")).to_have_accessible_name(panel.get_by_role("heading").inner_text())


def test_a_column_of_the_dashboard_leads_to_its_claims(visit: Open) -> None:
    page = visit(DASHBOARD)
    page.get_by_role("link", name="2026-04: 3 in all").click()
    expect(page.locator(".row-count")).to_contain_text('3 rows where kind = "claim" and month = "2026-04"')
    page.go_back()
    page.get_by_role("link", name="Inland Gazette: 33%").last.click()
    expect(page.locator("h1")).to_have_text("Claims")


def test_a_bar_of_the_dashboard_leads_to_its_source(visit: Open) -> None:
    page = visit(DASHBOARD)
    page.locator(".chart-panel", has_text="Who is quoted most").get_by_role("link", name="KCNA").click()
    expect(page.locator("h1")).to_have_text("KCNA")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_search_from_any_page_shows_what_it_found(size: dict[str, int], visit: Open) -> None:
    page = visit("/news/sources", viewport=size)
    page.get_by_role("searchbox", name="Search claims, sources and articles").fill("ferries")
    page.keyboard.press("Enter")
    expect(page.locator(".found-claims mark")).to_have_text(["ferry", "ferry"])
    expect(page.get_by_role("heading", name="1 article")).to_be_visible()
    page.locator(".found-claims").get_by_role("link", name="the ferry would run again on Monday").click()
    expect(page.locator(".card.open")).to_contain_text("Ilse Brandt")


def test_a_search_of_the_claims_marks_its_hits_and_can_be_narrowed(visit: Open) -> None:
    page = visit("/news/claims")
    page.get_by_role("searchbox", name="Search claims", exact=True).fill("brandt")
    page.get_by_role("searchbox", name="Search claims", exact=True).press("Enter")
    expect(page.locator("td mark")).to_have_text(["Brandt"] * 4)
    page.locator("#facet-outlet").get_by_role("link", name="Inland Gazette").click()
    expect(page.locator("td mark")).to_have_text(["Brandt"])
    expect(page.get_by_role("searchbox", name="Search claims", exact=True)).to_have_value("brandt")


def test_an_audit_shows_its_chart_beside_the_question(visit: Open) -> None:
    page = visit("/news/anonymous-share-by-outlet")
    chart = page.get_by_role("img", name="Share of anonymous sources by outlet")
    expect(chart).to_be_in_viewport()
    expect(chart.locator("circle.mark")).to_have_count(1)


def test_a_vocabulary_of_a_facet_is_explained(visit: Open) -> None:
    page = visit("/news/claims")
    page.get_by_role("link", name="What the words under identity mean").click()
    expect(page.locator("h1")).to_have_text("Identification")


def test_words_on_a_card_lead_to_their_meaning(visit: Open, reader: str, claim: str) -> None:
    page = visit(f"{reader}#claim-{claim}")
    page.locator(".card.open").get_by_role("link", name="endorsing").click()
    expect(page.locator("main")).to_contain_text("The reporting word presents the claim as true")
