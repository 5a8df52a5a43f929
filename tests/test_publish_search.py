"""Searching: what is found, what is marked, and that nothing anybody types is a fault of the server."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from datasette.app import Datasette
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from markupsafe import Markup

from provenance.models import SourceType
from provenance.publish import dashboard, searching
from provenance.publish.highlighting import excerpt, find_hits, mark, mark_rows, match_all, read_words
from provenance.publish.serving import build_datasette
from tests.newsroom import MAYOR, STORIES, build, said, story, who
from tests.pages import page, words

SEARCH = "/-/provenance/search"
EVIL = "<script>alert(1)</script>"


def headings(results: Any) -> list[str]:
    return [words(h2) for h2 in results.cssselect("main h2")]


async def test_one_search_finds_claims_sources_and_articles(published: Datasette) -> None:
    results = await page(published, f"{SEARCH}?q=voices")
    assert headings(results) == ["0 claims", "0 sources", "2 articles"]

    results = await page(published, f"{SEARCH}?q=Brandt")
    assert headings(results) == ["4 claims", "1 source", "0 articles"]
    assert [words(li) for li in results.cssselect("#found-sources + ul li")] == ["Ilse Brandt government 4 claims"]


async def test_the_same_words_are_found_in_any_form_and_marked(published: Datasette) -> None:
    results = await page(published, f"{SEARCH}?q=TIDES")
    (hit,) = results.cssselect(".found-claims li")

    assert words(hit) == "the tide was wrong individual Tomas Reyl · Harbour Post · 2026-04-11"
    assert [words(m) for m in hit.cssselect("mark")] == ["tide"]


async def test_every_hit_leads_to_its_place(published: Datasette) -> None:
    links = [a.get("href") for a in (await page(published, f"{SEARCH}?q=ferry")).cssselect("main a")]

    assert len(links) > 5
    for link in links:
        assert (await published.client.get(link)).status_code in {200, 302}, link


@pytest.mark.parametrize("query", ["ferry", "Brandt", "voice", "ilse brandt"])
async def test_the_table_behind_a_heading_has_as_many_rows(query: str, published: Datasette) -> None:
    results = await page(published, f"{SEARCH}?q={query}")
    for section in results.cssselect("section[aria-labelledby^=found]"):
        n = words(section.cssselect("h2")[0]).split()[0]
        for link in section.cssselect("p > a.go"):
            table = await page(published, link.get("href"))
            assert words(table.cssselect(".row-count b")[0]).split()[0] == n


async def test_nothing_found_says_so(published: Datasette) -> None:
    results = await page(published, f"{SEARCH}?q=ferry+zeppelin")

    assert words(results.cssselect(".zero-results")[0]) == "Nothing has all of these words: ferry, zeppelin. Try fewer."


@pytest.mark.parametrize("query", ["", "?!", '"""', "—", "\x00"])
async def test_a_search_without_words_explains_itself(query: str, published: Datasette) -> None:
    results = await page(published, f"{SEARCH}?q={quote(query)}")

    assert results.cssselect(".hits") == []
    assert words(results.cssselect("main .lead")[0])


@pytest.mark.parametrize(
    "query",
    [
        '"ferry',
        "ferry OR",
        "NEAR(",
        "text:",
        "ferry*",
        "^ferry",
        "(",
        "a" * 10_000,
        "ferry AND NOT",
        "'; drop table",
        EVIL,
    ],
)
async def test_no_query_is_malformed(query: str, published: Datasette) -> None:
    response = await published.client.get(f"{SEARCH}?q={quote(query)}")

    assert response.status_code == 200
    assert "<script>alert" not in response.text


async def test_of_a_common_word_the_newest_matches_are_ranked_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "SAMPLE", 20)
    told = [story(f"tide-{n}", "{source:A} {cue:said} {content:the tide is high}.", said(MAYOR)) for n in range(25)]
    datasette = build_datasette(build(tmp_path / "news.db", *told))
    await datasette.invoke_startup()
    results = await page(datasette, f"{SEARCH}?q=tide")

    assert headings(results) == [
        "The best of the newest 20 claims",
        "0 sources",
        "The newest of at least 20 articles",
    ]
    assert len(results.cssselect(".found-claims li")) == searching.SHOWN
    assert words(results.cssselect(".found-claims > p a.go")[0]) == "All claims with this word"


ENDLESS = "with recursive n (x) as (select 1 union all select x + 1 from n) select count(*) as matches from n"


async def test_a_search_that_takes_too_long_says_so(news_db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(searching.FINDERS, "claims", (ENDLESS, searching.show_claims))
    datasette = build_datasette(news_db, settings={"sql_time_limit_ms": 100})
    await datasette.invoke_startup()
    results = await page(datasette, f"{SEARCH}?q=ferry")

    assert headings(results) == ["Claims: this search took longer than the server allows", "0 sources", "1 article"]


async def test_a_chart_that_takes_too_long_says_so(news_db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dashboard, "OUTLETS", ENDLESS)
    datasette = build_datasette(news_db, settings={"sql_time_limit_ms": 100})
    await datasette.invoke_startup()
    shown = await page(datasette, "/-/provenance/dashboard")

    assert words(shown.cssselect(".message-warning")[0]) == (
        "These took longer to count than this server allows: Anonymous sources by outlet; "
        "Second-hand claims by outlet; Reliance on state media by outlet; Sentences without a source, by outlet."
    )
    assert len(shown.cssselect(".chart-panel")) == 4


async def test_hostile_words_are_shown_and_marked_as_text(tmp_path: Path) -> None:
    source = who(f"{EVIL} mayor", SourceType.INDIVIDUAL)
    told = story(EVIL, f"{{source:A}} {{cue:said}} {{content:{EVIL} \x02now\x03 & then}}.", said(source), title=EVIL)
    datasette = build_datasette(build(tmp_path / "news.db", told))
    await datasette.invoke_startup()
    for path in (f"{SEARCH}?q=script+mayor", "/news/claims?_search=script", "/news/sources?_search=script"):
        shown = await page(datasette, path)
        assert "script" in {words(m) for m in shown.cssselect("mark")}, path
        assert [s for s in shown.iter("script") if "alert" in s.text_content()] == [], path
    (said_now,) = (await page(datasette, f"{SEARCH}?q=now")).cssselect(".hit-text")
    assert words(said_now) == f"{EVIL} now & then"


async def test_the_table_of_claims_marks_what_its_search_found(published: Datasette) -> None:
    table = await page(published, "/news/claims?_search=tide+reyl")

    assert [[words(m) for m in tr.cssselect("mark")] for tr in table.cssselect("tbody tr")] == [["tide", "Reyl"]]
    assert table.cssselect("td a.said mark")
    assert [words(m) for m in (await page(published, "/news/claims?_search=context")).cssselect("mark")] == []


async def test_every_page_has_a_search_and_the_places_to_go(published: Datasette, news_db: Path) -> None:
    article = (await published.execute("news", "select id from articles")).rows[0][0]
    paths = ["/", "/news", "/news/claims", "/news/official-silence", f"/news/articles/{article}", SEARCH]
    for path in (*paths, f"/-/provenance/article/{article}", "/-/provenance/dashboard"):
        shown = await page(published, path)
        (form,) = shown.cssselect('form[role="search"]')
        assert (form.get("action"), form.cssselect("[type=search]")[0].get("name")) == (SEARCH, "q")
        places = [(words(a), a.get("href")) for a in shown.cssselect('nav[aria-label="Site"] a')]
        assert places == [
            ("Home", "/"),
            ("Dashboard", "/-/provenance/dashboard"),
            ("Claims", "/news/claims"),
            ("Sources", "/news/sources"),
            ("Articles", "/news/articles"),
            ("Audits", "/news"),
        ]


async def test_a_page_that_is_missing_offers_a_search(published: Datasette) -> None:
    missing = html.fromstring((await published.client.get("/news/nothing")).text)

    assert [form.get("action") for form in missing.cssselect('form[role="search"]')] == [SEARCH]


async def test_a_renamed_or_deleted_row_is_found_as_it_is_now(tmp_path: Path) -> None:
    datasette = build_datasette(build(tmp_path / "news.db", *STORIES))
    await datasette.invoke_startup()
    build(
        tmp_path / "news.db",
        story("one-voice", "{source:A} {cue:said} {content:it rained}.", said(MAYOR), title="Rain"),
    )

    assert headings(await page(datasette, f"{SEARCH}?q=rain"))[2] == "1 article"
    assert headings(await page(datasette, f"{SEARCH}?q=one+voice")) == []


def test_the_words_of_a_search_are_few_short_and_different() -> None:
    assert read_words("The ferry, the FERRY—the “ferry”") == ("The", "ferry", "the", "FERRY")
    assert len(read_words(" ".join(map(str, range(100))))) == 16
    assert read_words("x" * 1000) == ("x" * 64,)
    assert match_all(["a", "b"]) == '"a" "b"'


@given(st.text(), st.text())
def test_marking_changes_no_text(text: str, search: str) -> None:
    (found,) = find_hits(read_words(search), [text])

    kept = text.replace("\x02", "").replace("\x03", "").replace("\x00", "\ufffd")
    assert "".join(piece for piece, _ in found) == kept
    assert html.fromstring(f"<p>{mark(found)}</p>") is not None


def test_stems_and_accents_are_found() -> None:
    assert find_hits(["talk", "senor"], ["Señor, we talked"]) == (
        (("Señor", True), (", we ", False), ("talked", True)),
    )


def test_an_excerpt_begins_shortly_before_the_hit() -> None:
    (text,) = find_hits(["needle"], ["hay " * 200 + "needle" + " hay" * 200])
    shown = "".join(piece for piece, _ in excerpt(text, 120))

    assert "needle" in shown
    assert len(shown) == 122
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert excerpt((("short", False),), 120) == (("short", False),)
    assert "".join(piece for piece, _ in excerpt((("y" * 200, False),), 120)) == "y" * 120 + "…"


def test_markup_of_a_cell_is_left_alone() -> None:
    cell = {"column": "text", "value": Markup('<a class="said" href="/ferry?a=1&amp;b">the ferry &amp; &lt;b&gt;</a>')}
    plain = {"column": "cue", "value": "<ferry>"}
    other = {"column": "outlet", "value": "ferry"}
    ((first, second, third),) = mark_rows([[cell, plain, other]], "ferry", "claims")

    assert first["value"] == ('<a class="said" href="/ferry?a=1&amp;b">the <mark>ferry</mark> &amp; &lt;b&gt;</a>')
    assert second["value"] == "&lt;<mark>ferry</mark>&gt;"
    assert third["value"] == "ferry"
