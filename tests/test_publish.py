"""What a visitor sees: pages of a database that our own store wrote, through Datasette's client."""

import re
import shutil
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from datasette.app import Datasette
from lxml import html

from provenance.audit import list_audits
from provenance.models import SourceType
from provenance.publish.ordering import break_ties
from provenance.publish.serving import build_datasette
from tests.newsroom import MAYOR, STORIES, build, said, silent, story, who
from tests.pages import page, words

ONE_LINE = "{source:Ilse Brandt} {cue:said} {content:the tide was high}."
FACETS = ["source_type", "outlet", "identity", "quotation", "channel", "month"]


def key(database: Path, question: str, *values: str) -> str:
    with sqlite3.connect(database) as db:
        return str(db.execute(question, values).fetchone()[0])


def article_id(database: Path, name: str) -> str:
    return key(database, "select id from articles where name = ?", name)


async def test_the_home_page_says_what_is_here_and_leads_on(published: Datasette) -> None:
    home = await page(published, "/")

    assert words(home.cssselect(".figures")[0]) == "3 articles 11 claims 9 sources 2 outlets 2026-03-02 – 2026-05-20"
    counts = {words(a.cssselect(".label")[0]): words(a.cssselect(".n")[0]) for a in home.cssselect(".claims-by li a")}
    assert counts == {"government": "5", "individual": "4", "nobody named": "1", "state media": "1"}
    assert [words(a) for a in home.cssselect(".headline")] == ["Two voices", "One voice", "Ferry talks"]
    assert {words(a) for a in home.cssselect(".audits li a")} == {audit.title for audit in list_audits()}


async def test_every_link_of_the_home_page_leads_somewhere(published: Datasette) -> None:
    home = await page(published, "/")
    links = {a.get("href") for a in home.cssselect("main a")}

    assert len(links) > 25
    for link in sorted(links):
        assert (await published.client.get(link)).status_code == 200, link


async def test_a_count_on_the_home_page_is_the_number_of_rows_behind_it(published: Datasette) -> None:
    for link in (await page(published, "/")).cssselect(".counts a"):
        claims = await page(published, link.get("href"))
        assert words(claims.cssselect(".row-count b")[0]).split()[0] == words(link.cssselect(".n")[0])


async def test_claims_have_their_facets_in_order_with_counts(published: Datasette) -> None:
    claims = await page(published, "/news/claims")
    facets = claims.cssselect(".facet-info")

    assert [facet.get("data-column") for facet in facets] == FACETS
    assert [words(li) for li in facets[0].cssselect("li")] == [
        "government 6",
        "individual 4",
        "photo credit 1",
        "state media 1",
    ]
    assert claims.cssselect(".facets-timed-out") == []
    assert words(claims.cssselect(".row-count")[0]) == "13 rows sorted by published descending"


async def test_a_facet_narrows_the_claims_and_can_be_taken_back(published: Datasette) -> None:
    claims = await page(published, "/news/claims")
    (link,) = [a for a in claims.cssselect(".facet-info a") if words(a).startswith("state media")]
    narrowed = await page(published, link.get("href").replace("http://localhost", ""))

    assert words(narrowed.cssselect("td.col-source_type")[0]) == "state media"
    assert len(narrowed.cssselect("tbody tr")) == 1
    (back,) = narrowed.cssselect(".facet-info li.selected a")
    assert back.get("aria-label") == "Remove the filter source type: state_media"
    assert len((await page(published, back.get("href").replace("http://localhost", ""))).cssselect("tbody tr")) == 13


async def test_a_claim_is_shown_short_with_its_source_and_context(published: Datasette, news_db: Path) -> None:
    claim = key(news_db, "select id from claims where relayer is not null")
    row = (await page(published, "/news/claims?relayer=reporters")).cssselect("tbody tr")[0]

    assert [td.get("data-label") for td in row.cssselect("td")] == [
        "text",
        "source type",
        "chain",
        "cue",
        "outlet",
        "published",
        "confidence",
    ]
    assert words(row) == (
        "that letters had been exchanged in context government Ilse Brandt → reporters confirmed "
        "Harbour Post 2026-03-02 90%"
    )
    assert row.cssselect("a.chip.t-government")[0].get("href") == "/news/source_types/government"
    assert row.cssselect("a.go")[0].get("href") == f"/-/provenance/claim/{claim}"
    assert row.cssselect("a.said")[0].get("href") == f"/news/claims/{claim}"


async def test_every_column_can_be_asked_for(published: Datasette) -> None:
    short = await page(published, "/news/claims")
    link = short.cssselect(".all-columns a")[0].get("href")
    every = await page(published, link)
    chosen = await page(published, "/news/claims?_col=rule&_col=cue")

    assert len(every.cssselect("thead th")) == 30
    assert [words(th) for th in chosen.cssselect("thead th")] == ["id", "rule", "cue"]


@pytest.mark.parametrize(
    ("path", "explained"),
    [
        ("/news/claims", "source_types identities quotations channels"),
        ("/news/attributions", "roles"),
        ("/news/sentences", "sentence_statuses"),
        ("/news/claim_spans?_facet=role", "span_roles"),
        ("/news/reviews", "review_verdicts"),
        ("/news/runs?_facet=status", ""),
    ],
)
async def test_the_words_of_a_facet_are_explained(path: str, explained: str, published: Datasette) -> None:
    links = [a.get("href") for a in (await page(published, path)).cssselect(".meaning-link")]

    assert links == [f"/news/{vocabulary}" for vocabulary in explained.split()]
    for link in links:
        assert (await published.client.get(link)).status_code == 200


@pytest.mark.parametrize(
    ("table", "where"), [("claims", "relayer is not null"), ("articles", "name = 'ferry-talks'"), ("sources", "1")]
)
async def test_a_row_page_explains_every_column(table: str, where: str, published: Datasette, news_db: Path) -> None:
    row = await page(published, f"/news/{table}/" + key(news_db, f"select id from {table} where {where}"))  # noqa: S608
    columns = published.metadata("databases")["news"]["tables"][table]["columns"]

    assert [words(p) for p in row.cssselect(".row-values .meaning")] == list(columns.values())


async def test_a_row_page_leads_to_the_reader_page(published: Datasette, news_db: Path) -> None:
    article = article_id(news_db, "ferry-talks")
    claim = key(news_db, "select id from claims where article = ? and kind = 'silence'", article)
    of_claim = await page(published, f"/news/claims/{claim}")
    of_article = await page(published, f"/news/articles/{article}")

    assert f"/-/provenance/claim/{claim}" in {a.get("href") for a in of_claim.cssselect("h1 a")}
    assert f"/-/provenance/article/{article}" in {a.get("href") for a in of_claim.cssselect(".col-article a")}
    assert f"/-/provenance/article/{article}" in {a.get("href") for a in of_article.cssselect("h1 a")}


@pytest.mark.parametrize("audit", list_audits(), ids=lambda audit: audit.name)
async def test_every_audit_is_a_page(audit: Any, published: Datasette) -> None:
    asked = await page(published, f"/news/{audit.name}")
    labels = [words(label) for label in asked.cssselect(".parameters label")]

    assert words(asked.cssselect("h1")[0]) == audit.title
    assert words(asked.cssselect(".why")[0]) == audit.why
    assert audit.finding in words(asked.cssselect(".finding")[0])
    assert labels == [parameter.name for parameter in audit.parameters]
    assert asked.cssselect(".message-error") == []
    for form in ("json", "csv"):
        assert (await published.client.get(f"/news/{audit.name}.{form}")).status_code == 200


async def test_an_audit_links_to_its_evidence(published: Datasette, news_db: Path) -> None:
    article = article_id(news_db, "ferry-talks")
    claim = key(news_db, "select id from claims where source_type = 'state_media'")
    asked = await page(published, "/news/state-media-claims?outlet=Harbour+Post")
    quoted = await page(published, "/news/most-quoted")

    assert asked.cssselect("td.col-article_id a")[0].get("href") == f"/-/provenance/article/{article}"
    assert asked.cssselect("td.col-claim_id a")[0].get("href") == f"/-/provenance/claim/{claim}"
    source = key(news_db, "select id from sources where name = 'Ilse Brandt'")
    assert quoted.cssselect("td.col-source_id a")[0].get("href") == f"/news/sources/{source}"


async def test_the_reader_page_shows_the_article_as_it_stands(published: Datasette, news_db: Path) -> None:
    reader = await page(published, f"/-/provenance/article/{article_id(news_db, 'ferry-talks')}")
    shown = [p.text_content() for p in reader.cssselect(".text p")]

    assert "\n\n".join(shown) == key(news_db, "select text from articles where name = 'ferry-talks'")
    assert words(reader.cssselect("h1")[0]) == "Ferry talks"
    assert words(reader.cssselect(".sourcing h2")[0]) == "5 claims from 3 sources, 1 silence, 1 photo credit"
    legend = [words(a) for a in reader.cssselect("#legend a")]
    assert legend == ["government 4", "state media 1", "silence 1", "photo credit 1"]
    assert words(reader.cssselect(".rests p")[0]) == "22% of the sentences rest on no stated source (2 of 9)"
    assert reader.cssselect("svg.mix")[0].get("aria-label") == (
        "Claims by kind of source: government 80%, state media 20%"
    )
    assert [words(s) for s in reader.cssselect(".unattributed")] == [
        "The ferry has been tied up since January.",
        "The crossing is eleven kilometres wide.",
    ]
    assert [words(s) for s in reader.cssselect(".furniture")] == ["Follow the Harbour Post on every network."]


async def test_the_reader_page_marks_source_cue_and_content(published: Datasette, news_db: Path) -> None:
    article = article_id(news_db, "ferry-talks")
    reader = await page(published, f"/-/provenance/article/{article}")
    claim = key(news_db, "select id from claims where article = ? and source_type = 'state_media'", article)
    pieces = [s for s in reader.cssselect(".seg") if claim in s.get("data-claims").split()]

    assert [(words(s), s.get("class")) for s in pieces] == [
        ("KCNA", "seg t-state_media source"),
        ("claimed", "seg t-state_media cue"),
        ("that the captain had “sold his compass.”", "seg content t-state_media"),
    ]


async def test_a_claim_in_pieces_is_one_stop_for_the_keyboard(published: Datasette, news_db: Path) -> None:
    reader = await page(published, f"/-/provenance/article/{article_id(news_db, 'ferry-talks')}")
    claim = key(news_db, "select id from claims where cue = 'told'")
    pieces = reader.cssselect(f'a[href="#claim-{claim}"]')

    assert [words(a) for a in pieces] == ["“We hear you,”", "“and we will pay.”"]
    assert [(a.get("id"), a.get("tabindex")) for a in pieces] == [(f"text-{claim}", None), (None, "-1")]


async def test_every_highlight_leads_to_a_card_and_back(published: Datasette, news_db: Path) -> None:
    reader = await page(published, f"/-/provenance/article/{article_id(news_db, 'ferry-talks')}")
    ids = {element.get("id") for element in reader.iter() if element.get("id")}
    inside = [a.get("href") for a in reader.cssselect("main a") if a.get("href").startswith("#")]

    assert len(reader.cssselect(".card")) == 7
    assert {link.removeprefix("#") for link in inside} <= ids
    for link in sorted({a.get("href") for a in reader.cssselect("main a") if a.get("href").startswith("/")}):
        assert (await published.client.get(link)).status_code == 200, link


async def test_a_card_tells_the_chain_and_how_it_was_found(published: Datasette, news_db: Path) -> None:
    claim = key(news_db, "select id from claims where relayer is not null")
    article = key(news_db, "select article from claims where id = ?", claim)
    reader = await page(published, f"/-/provenance/article/{article}")
    card = words(reader.cssselect(f"#claim-{claim}")[0])

    for expected in (
        "government named person",
        "Ilse Brandt originator, government",
        "reporters relayer, press",
        "this article",
        "Reporting word confirmed, endorsing",
        "Second-hand relayed",
        "Confidence 90%",
        "Found by by hand",
        "Review unreviewed",
    ):
        assert expected in card


async def test_a_claim_without_a_source_says_why(published: Datasette, news_db: Path) -> None:
    reader = await page(published, f"/-/provenance/article/{article_id(news_db, 'two-voices')}")

    assert "Nobody is named: nobody is named" in words(reader.cssselect(".card.t-unstated")[0])


async def test_a_claim_leads_to_its_place(published: Datasette, news_db: Path) -> None:
    claim = key(news_db, "select id from claims where relayer is not null")
    article = key(news_db, "select article from claims where id = ?", claim)
    response = await published.client.get(f"/-/provenance/claim/{claim}")

    assert response.status_code == 302
    assert response.headers["location"] == f"/-/provenance/article/{article}#claim-{claim}"


@pytest.mark.parametrize("path", ["article/nothing", "claim/nothing", "article/~3Cscript~3E", "article/~00"])
async def test_an_unknown_id_is_datasettes_own_404(path: str, published: Datasette) -> None:
    error = await page(published, f"/-/provenance/{path}", 404)

    assert words(error.cssselect("h1")[0]) == "Error 404"
    assert error.cssselect("main script") == []


async def test_the_reader_page_lets_nothing_foreign_run(published: Datasette, news_db: Path) -> None:
    response = await published.client.get(f"/-/provenance/article/{article_id(news_db, 'ferry-talks')}")

    assert "default-src 'none'; script-src 'self'; style-src 'self'" in response.headers["content-security-policy"]
    assert re.search(r"<script(?! src=\")|style=|\son\w+=", response.text) is None


@pytest.mark.parametrize("hidden", ["articles", "claims", "claim_spans", "attributions", "sources", "sentences"])
async def test_the_reader_page_respects_permissions(hidden: str, news_db: Path) -> None:
    datasette = build_datasette(news_db)
    datasette._metadata_local["databases"]["news"]["tables"][hidden]["allow"] = {"id": "editor"}
    await datasette.invoke_startup()
    article, claim = article_id(news_db, "ferry-talks"), key(news_db, "select id from claims")

    for path in (f"/-/provenance/article/{article}", f"/-/provenance/claim/{claim}"):
        assert (await datasette.client.get(path)).status_code == 403
        cookies = {"ds_actor": datasette.sign({"a": {"id": "editor"}}, "actor")}
        assert (await datasette.client.get(path, cookies=cookies)).status_code in {200, 302}
    assert (await page(datasette, "/")).cssselect(".home") == []


async def test_a_hidden_audit_is_not_on_the_home_page(news_db: Path) -> None:
    datasette = build_datasette(news_db)
    datasette._metadata_local["databases"]["news"]["queries"]["official-silence"]["allow"] = False
    await datasette.invoke_startup()

    assert "Official silence" not in [words(a) for a in (await page(datasette, "/")).cssselect(".audits li a")]


@pytest.mark.parametrize(
    "query", ["", "&source_type=government", "&_search=tide", "&_sort=confidence", "&_sort_desc=month", "&_sort=id"]
)
async def test_paging_shows_every_row_once(query: str, tmp_path: Path) -> None:
    """All claims are of one day, so that the order within the day decides what the next page begins with."""
    tides = [story(f"tide-{n}", ONE_LINE, said(MAYOR)) for n in range(45)]
    datasette = build_datasette(build(tmp_path / "news.db", *tides))
    await datasette.invoke_startup()
    shown, link = [], f"/news/claims?_size=10{query}"
    while link:
        response = await page(datasette, link)
        shown += [a.get("href") for a in response.cssselect("tbody a.said")]
        link = next((a.get("href").removeprefix("http://localhost") for a in response.cssselect(".next a")), "")

    assert len(shown) == len(set(shown)) == 45


async def test_a_later_page_does_not_show_facets_that_count_only_the_rest(published: Datasette) -> None:
    first = await page(published, "/news/claims?_size=5")
    second = await page(published, first.cssselect(".next a")[0].get("href").removeprefix("http://localhost"))

    assert len(first.cssselect(".facet-info")) == len(FACETS)
    assert second.cssselect(".facet-info") == []


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        (
            "select id, text from claims where kind = :p0 order by published desc limit 51",
            "select id, text from claims where kind = :p0 order by published desc, id limit 51",
        ),
        ("select id from sources order by n_claims limit 51", "select id from sources order by n_claims, id limit 51"),
        ("select id from claims order by id limit 51", None),
        ("select id from claims order by published desc, id limit 51", None),
        ("select status from sentences order by status limit 51", None),
        ("select count(*) from claims where text = 'order by x limit 5'", None),
    ],
)
def test_only_a_first_page_without_a_last_word_is_ordered(sql: str, expected: str | None) -> None:
    assert break_ties(sql) == (expected or sql)


EVIL = "<script>alert(1)</script>"


@pytest_asyncio.fixture(name="hostile")
async def _hostile(tmp_path: Path) -> AsyncIterator[Datasette]:
    source = who(EVIL + "'\"; drop table claims; --\u202e", SourceType.INDIVIDUAL)
    trace = story(
        EVIL,
        "{source:<b>He</b>} {cue:<i>said</i>} {content:“<script>alert(1)</script> & <img src=x onerror=alert(2)>”}.\n\n"
        "{source2:</p></div><script>alert(3)</script>} {cue2:declined</a>} " + "x" * 10_000,
        said(source),
        silent(source),
        title=EVIL,
        byline=EVIL,
        outlet=EVIL,
        published=EVIL,
        url="javascript:alert(4)",
    )
    datasette = build_datasette(build(tmp_path / "news.db", trace))
    await datasette.invoke_startup()
    yield datasette
    assert len((await page(datasette, "/news/claims")).cssselect("tbody tr")) == 2


async def test_hostile_text_is_shown_as_text_everywhere(hostile: Datasette) -> None:
    ids = {table: (await hostile.execute("news", f"select id from {table}")).rows for table in ("articles", "claims")}  # noqa: S608
    article, claims = ids["articles"][0][0], [row[0] for row in ids["claims"]]
    source = (await hostile.execute("news", "select id from sources")).rows[0][0]
    paths = [
        "/",
        "/news",
        *(f"/news/{table}" for table in ("claims", "articles", "sources", "outlets", "claim_spans", "attributions")),
        *(f"/news/{audit.name}" for audit in list_audits()),
        *(f"/news/claims/{claim}" for claim in claims),
        f"/news/articles/{article}",
        f"/news/sources/{source}",
        f"/-/provenance/article/{article}",
        f"/news/claims?_search={EVIL}&outlet={EVIL}",
        f"/news/official-silence?outlet={EVIL}&since={EVIL}",
    ]
    for path in paths:
        response = await hostile.client.get(path)
        assert response.status_code == 200, path
        for script in html.fromstring(response.text).iter("script"):
            assert "alert" not in script.text_content(), path
        assert re.search(r"<(script>alert|img src=x|b>He|i>said)", response.text) is None, path
        assert 'href="javascript:' not in response.text, path


async def test_hostile_text_is_still_all_there(hostile: Datasette) -> None:
    (article,) = (await hostile.execute("news", "select id, text from articles")).rows
    reader = await page(hostile, f"/-/provenance/article/{article['id']}")

    assert "\n\n".join(p.text_content() for p in reader.cssselect(".text p")) == article["text"]
    assert words(reader.cssselect("h1")[0]) == EVIL


async def test_a_database_of_another_name_is_described_the_same(news_db: Path, tmp_path: Path) -> None:
    other = tmp_path / "archive 2.db"
    with sqlite3.connect(news_db) as source, sqlite3.connect(other) as target:
        source.backup(target)
    datasette = build_datasette(other)
    await datasette.invoke_startup()
    home = await page(datasette, "/")
    link = home.cssselect(".claims-by li a")[0].get("href")

    assert link.startswith("/archive+2/claims?")
    assert len((await page(datasette, link)).cssselect(".facet-info")) == len(FACETS)


async def test_beside_a_foreign_database_each_keeps_its_own_look(news_db: Path, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "foreign.db") as db:
        db.executescript("create table claims (id text primary key, text text); insert into claims values ('1', 'x')")
    datasette = Datasette([str(tmp_path / "foreign.db"), str(news_db)])
    await datasette.invoke_startup()

    assert words((await page(datasette, "/foreign/claims")).cssselect("tbody tr")[0]) == "1 x"
    assert (await page(datasette, "/news/claims")).cssselect("a.go")
    assert (await page(datasette, f"/-/provenance/article/{article_id(news_db, 'one-voice')}")).cssselect(".text")


async def test_without_a_database_of_ours_the_pages_are_datasettes(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "foreign.db").execute("create table t (id integer primary key)")
    datasette = Datasette([str(tmp_path / "foreign.db")])
    await datasette.invoke_startup()

    assert "foreign" in words((await page(datasette, "/")).cssselect("main")[0])
    assert (await datasette.client.get("/-/provenance/article/1")).status_code == 404


async def test_pages_work_behind_a_base_url(news_db: Path) -> None:
    datasette = build_datasette(news_db, settings={"base_url": "/claims/"})
    await datasette.invoke_startup()
    article = article_id(news_db, "ferry-talks")

    for path in ("/", f"/-/provenance/article/{article}", "/-/provenance/dashboard", "/-/provenance/search?q=ferry"):
        links = [a.get("href") for a in (await page(datasette, path)).cssselect("header a, main a")]
        assert [link for link in links if link.startswith("/") and not link.startswith("/claims/")] == []


async def test_an_ingest_beside_a_running_server_is_seen(tmp_path: Path) -> None:
    database = build(tmp_path / "news.db", STORIES[0])
    datasette = build_datasette(database)
    await datasette.invoke_startup()
    assert len((await page(datasette, "/")).cssselect(".headline")) == 1
    build(database, STORIES[1])

    assert len((await page(datasette, "/")).cssselect(".headline")) == 2


async def test_metadata_describes_every_table_and_column_there_is(published: Datasette) -> None:
    described = published.metadata("databases")["news"]["tables"]
    database = published.databases["news"]
    tables = [name for name in await database.table_names() if "_fts" not in name]

    assert sorted(described) == sorted(tables)
    for table in tables:
        assert list(described[table]["columns"]) == await database.table_columns(table), table
        assert described[table]["description"].endswith("."), table


def test_the_package_carries_the_metadata(repository: Path) -> None:
    link = repository / "provenance" / "publish" / "metadata.yml"

    assert link.is_symlink()
    assert link.resolve() == repository / "metadata.yml"


def test_metadata_of_ones_own_is_used(news_db: Path, tmp_path: Path) -> None:
    own = tmp_path / "metadata.yml"
    shutil.copyfile(Path(__file__).parents[1] / "metadata.yml", own)
    own.write_text(own.read_text(encoding="utf-8").replace("Where the news gets what it says", "The desk"), "utf-8")

    assert build_datasette(news_db, metadata=own).metadata("title") == "The desk"
