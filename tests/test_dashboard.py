"""The dashboard: every figure is the number of rows behind it, and nobody sees what they may not."""

import re
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette

from provenance.audit import run_audit
from provenance.models import Kind
from provenance.publish.serving import build_datasette
from tests.newsroom import MAYOR, MINISTRY, STORIES, build, said, story
from tests.pages import page, words

ADDRESS = "/-/provenance/dashboard"
TITLES = [
    "Who says so, month by month",
    "Anonymous sources by outlet",
    "Second-hand claims by outlet",
    "Reliance on state media by outlet",
    "Sentences without a source, by outlet",
    "Who is quoted most",
    "Official silence",
    "Agencies behind the photographs",
]


def panel(dashboard: Any, title: str) -> Any:
    return next(p for p in dashboard.cssselect(".chart-panel") if words(p.cssselect("h2")[0]) == title)


def figures(dashboard: Any, title: str) -> list[str]:
    rows = panel(dashboard, title).cssselect("a title")
    return [words(row) for row in rows if ", " not in row.text_content()]


async def count(datasette: Datasette, address: str) -> int:
    shown = await page(datasette, address)
    return int(words(shown.cssselect(".row-count b")[0]).split()[0].replace(",", ""))


async def test_it_has_a_chart_for_every_question(published: Datasette) -> None:
    dashboard = await page(published, ADDRESS)

    assert [words(h2) for h2 in dashboard.cssselect(".chart-panel h2")] == TITLES
    assert words(dashboard.cssselect(".standfirst")[0]).startswith("11 claims in 3 articles.")


async def test_shares_are_those_of_the_articles(published: Datasette) -> None:
    dashboard = await page(published, ADDRESS)

    assert figures(dashboard, "Anonymous sources by outlet") == ["Harbour Post: 12%", "Inland Gazette: 0%"]
    assert figures(dashboard, "Second-hand claims by outlet") == ["Inland Gazette: 33%", "Harbour Post: 12%"]
    assert figures(dashboard, "Reliance on state media by outlet") == ["Harbour Post: 12%", "Inland Gazette: 0%"]
    assert words(panel(dashboard, "Second-hand claims by outlet").cssselect("text.average")[0]) == "all together 18%"


async def test_counts_are_those_of_the_sources(published: Datasette) -> None:
    dashboard = await page(published, ADDRESS)

    assert figures(dashboard, "Who is quoted most")[:2] == ["Ilse Brandt: 4", "Tomas Reyl: 4"]
    assert figures(dashboard, "Official silence") == ["Harbour Ministry: 1"]
    assert figures(dashboard, "Agencies behind the photographs") == ["Reuters: 1"]


async def test_a_month_leads_to_as_many_claims_as_it_shows(published: Datasette) -> None:
    dashboard = await page(published, ADDRESS)
    months = panel(dashboard, TITLES[0]).cssselect("svg a")

    assert [a.get("aria-label") for a in months] == ["2026-03: 5 in all", "2026-04: 3 in all", "2026-05: 3 in all"]
    for month in months:
        assert f": {await count(published, month.get('href'))} in all" in month.get("aria-label")


@pytest.mark.parametrize("title", ["Official silence", "Agencies behind the photographs"])
async def test_a_bar_leads_to_as_many_rows_as_it_shows(title: str, published: Datasette) -> None:
    for bar in panel(await page(published, ADDRESS), title).cssselect("svg a"):
        assert words(bar.cssselect("title")[0]).endswith(f": {await count(published, bar.get('href'))}")


@pytest.mark.parametrize("title", TITLES[1:4])
async def test_a_dot_leads_to_the_claims_that_make_its_share(title: str, published: Datasette) -> None:
    claims = {"Harbour Post": 8, "Inland Gazette": 3}
    for dot in panel(await page(published, ADDRESS), title).cssselect("svg a"):
        outlet, share = words(dot.cssselect("title")[0]).split(": ")
        part = await count(published, dot.get("href")) if share != "0%" else 0
        assert f"{part / claims[outlet]:.0%}" == share


async def test_who_kept_silent_together_with_another_is_counted_as_its_audit_does(tmp_path: Path) -> None:
    both = said(MAYOR, MINISTRY, kind=Kind.SILENCE)
    told = story("mute", "{source:The mayor and the ministry} {cue:did not respond}.", both)
    database = build(tmp_path / "news.db", told)
    datasette = build_datasette(database)
    await datasette.invoke_startup()
    bars = panel(await page(datasette, ADDRESS), "Official silence").cssselect("svg a")
    found = run_audit(database, "official-silence")
    place = found.columns.index("silences")

    assert [words(bar.cssselect("title")[0]) for bar in bars] == [f"{row[0]}: {row[place]}" for row in found.rows]
    assert [await count(datasette, bar.get("href")) for bar in bars] == [row[place] for row in found.rows]


async def test_every_link_leads_somewhere(published: Datasette) -> None:
    links = {a.get("href") for a in (await page(published, ADDRESS)).cssselect("main a")}

    assert len(links) > 20
    for link in sorted(links):
        assert (await published.client.get(link)).status_code == 200, link


async def test_an_article_without_an_outlet_or_day_is_counted(tmp_path: Path) -> None:
    stray = story("stray", "{source:A} {cue:said} {content:it rained}.", said(MAYOR), outlet=None, published=None)
    datasette = build_datasette(build(tmp_path / "news.db", stray))
    await datasette.invoke_startup()
    dashboard = await page(datasette, ADDRESS)

    (dot,) = panel(dashboard, TITLES[1]).cssselect("svg a")
    assert words(dot.cssselect("title")[0]) == "not stated: 0%"
    assert words(dashboard.cssselect("main > .lead")[0]) == (
        "Nothing to show in these articles: Who says so, month by month; Official silence; "
        "Agencies behind the photographs."
    )


async def test_an_empty_database_says_what_to_do(tmp_path: Path) -> None:
    datasette = build_datasette(build(tmp_path / "news.db"))
    await datasette.invoke_startup()

    assert "provenance ingest" in words((await page(datasette, ADDRESS)).cssselect("main")[0])


async def test_an_ingest_beside_a_running_server_is_drawn(tmp_path: Path) -> None:
    database = build(tmp_path / "news.db", STORIES[0])
    datasette = build_datasette(database)
    await datasette.invoke_startup()
    before = figures(await page(datasette, ADDRESS), "Anonymous sources by outlet")
    build(database, *STORIES[1:])

    assert before == ["Harbour Post: 20%"]
    after = figures(await page(datasette, ADDRESS), "Anonymous sources by outlet")
    assert after == ["Harbour Post: 12%", "Inland Gazette: 0%"]


@pytest.mark.parametrize("hidden", ["articles", "claims", "sources"])
async def test_it_respects_permissions(hidden: str, news_db: Path) -> None:
    datasette = build_datasette(news_db)
    datasette._metadata_local["databases"]["news"]["tables"][hidden]["allow"] = {"id": "editor"}
    await datasette.invoke_startup()

    assert (await datasette.client.get(ADDRESS)).status_code == 403
    assert (await datasette.client.get("/-/provenance/search?q=ferry")).status_code == 403
    assert (await page(datasette, "/")).cssselect(".site") == []


async def test_a_hidden_audit_is_not_offered(news_db: Path) -> None:
    datasette = build_datasette(news_db)
    datasette._metadata_local["databases"]["news"]["queries"]["official-silence"]["allow"] = False
    await datasette.invoke_startup()
    dashboard = await page(datasette, ADDRESS)

    assert panel(dashboard, "Official silence").cssselect(".proof a") == []
    assert panel(dashboard, "Who is quoted most").cssselect(".proof a")


async def test_without_a_database_of_ours_there_is_none(tmp_path: Path) -> None:
    datasette = Datasette(memory=True)
    await datasette.invoke_startup()

    assert (await datasette.client.get(ADDRESS)).status_code == 404


async def test_it_runs_no_script_of_its_own(published: Datasette) -> None:
    text = (await published.client.get(ADDRESS)).text

    assert re.search(r"<script(?! src=\")|style=|\son\w+=", text) is None
