"""Counts that are kept, and counts that are made in one pass, are those that Datasette would have counted itself."""

import json
import sqlite3
from collections.abc import AsyncIterator, Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from datasette.app import Datasette
from datasette.database import Database, QueryInterrupted
from lxml import html

from provenance.models import Channel, Stance, Trace
from provenance.publish import bounding, counting, databases, facets
from provenance.publish.serving import build_datasette
from provenance.store import combinations
from tests.newsroom import KCNA, MAYOR, OFFICIAL, PILOT, REPORTERS, build, said, silent, story

SAID = "{source:Somebody} {cue:said} {content:the tide was high}. {source2:She} {cue2:said} {content2:“It was low.”}"
MAKERS = (MAYOR, PILOT, KCNA, OFFICIAL)
OUTLETS = ("Harbour Post", "Inland Gazette", None, "a <b> & c")
DAYS = ("2026-03-02", "2026-03-31", "2026-04-01", None, "2025-12-31")
CHANNELS = (Channel.INTERVIEW, Channel.STATEMENT, Channel.LETTER)
STANCES = (Stance.NEUTRAL, Stance.DISTANCING)


def write_stories(number: int) -> Iterator[Trace]:
    """Articles of two claims, whose attributes come round in cycles of different length."""
    outlets, days, channels, stances = cycle(OUTLETS), cycle(DAYS), cycle(CHANNELS), cycle(STANCES)
    makers, relayers = cycle(MAKERS), cycle((None, None, REPORTERS))
    for n in range(number):
        second = silent(MAYOR) if n % 11 == 0 else said(channel=next(channels)) if n % 7 == 0 else said(next(makers))
        first = said(next(makers), relayed_by=next(relayers), channel=next(channels), stance=next(stances))
        yield story(f"tide-{n}", SAID, first, second, outlet=next(outlets), published=next(days))


@pytest.fixture(name="executed")
def _executed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements that databases are asked from now on."""
    executed = list[str]()
    execute = Database.execute

    async def record(self: Database, sql: str, *args: Any, **options: Any) -> Any:
        executed.append(sql)
        return await execute(self, sql, *args, **options)

    monkeypatch.setattr(Database, "execute", record)
    return executed


@pytest.fixture(name="database", scope="module")
def _database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("facets") / "news.db", *write_stories(60))


@pytest_asyncio.fixture(name="ours")
async def _ours(database: Path) -> AsyncIterator[Datasette]:
    datasette = build_datasette(database)
    await datasette.invoke_startup()
    yield datasette


@pytest_asyncio.fixture(name="plain")
async def _plain(database: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Datasette]:
    """The same, but that it takes no database for ours, and so leaves every page to Datasette."""
    with monkeypatch.context() as patch:
        patch.setattr(databases, "SHAPE", ("a table that nobody has",))
        datasette = build_datasette(database)
        await datasette.invoke_startup()
    assert type(datasette.databases["news"]) is Database
    yield datasette


async def read(datasette: Datasette, query: str) -> dict[str, Any]:
    response = await datasette.client.get(f"/news/claims.json?{query}")
    answer = response.json()
    assert response.status_code == 200, answer
    return {key: value for key, value in answer.items() if key not in {"query_ms", "query"}}


COUNTED = [
    "",
    "source_type=government",
    "source_type=nothing",
    "outlet=a+%3Cb%3E+%26+c",
    "month=2026-03",
    "kind=claim",
    "kind=silence",
    "kind=claim&source_type=state_media",
    "source_type=government&outlet=Harbour+Post",
    "kind=claim&source_type=government&outlet=Harbour+Post",
    "quotation=direct&channel=unspecified",
    "second_hand=1",
    "cue_stance=distancing",
    "source_type__isnull=1",
    "outlet__isnull=1&kind=claim",
    "month__isnull=1",
    "published__isnull=1",
    "published__gte=2026",
    "published__gte=2026-03-02&published__lte=2026-04-01",
    "published__gt=2026-03-02",
    "published__lt=2026-03-31",
    "published=2026-03-31",
    "source_type=government&source_type=individual",
    "_facet=kind&_facet=second_hand&_facet=cue_stance&_facet=published",
    "_facet=kind&kind=claim",
    "_facet_size=1",
    "_facet_size=max",
]
SCANNED = [
    "source_type=government&outlet=Harbour+Post&quotation=indirect",
    "source_type=government&outlet=Harbour+Post&quotation=indirect&channel=interview&kind=claim",
    "published__gte=2026-03-02&source_type=government",
    "published__gte=2026-03-02&second_hand=1&_facet=second_hand",
    "second_hand=0&outlet=Harbour+Post",
    "second_hand=01",
    "second_hand=x",
    "source_type=",
    "source_type__not=government",
    "source_type__in=government,individual",
    "text__contains=tide",
    "relayer=reporters",
    "_search=tide",
    "_search=tide&source_type=government",
    "_search=nothing",
    "_search=high&_search_text=low",
    "_search_text=tide",
    '_search="the tide',
    "_where=length(outlet)+>+3+and+position+=+0",
    "_where=1",
    "_facet=rule&_facet=source",
    "_facet=rule&text__contains=tide",
    "_facet_size=1&text__contains=tide",
    "_facet_size=max&_search=tide&_facet=second_hand",
    '_facet={"column":"kind"}',
    "_facet_date=published",
    "_nocount=1&text__contains=tide",
    "_nofacet=1",
    "_size=7&text__contains=tide",
    "_size=7&source_type=government",
]


@pytest.mark.parametrize("query", COUNTED + SCANNED)
async def test_a_page_has_the_counts_that_datasette_makes(query: str, ours: Datasette, plain: Datasette) -> None:
    # By id, for Datasette leaves the order of claims of one day to chance.
    page = await read(ours, f"{query}&_sort=id")

    assert page == await read(plain, f"{query}&_sort=id")
    assert page["filtered_table_rows_count"] is not None or "_nocount" in query
    assert len(page["facet_results"]) >= 6 or "_nofacet" in query


@pytest.mark.parametrize("query", COUNTED)
async def test_what_is_counted_ahead_is_not_counted_in_the_claims(
    query: str, ours: Datasette, executed: list[str]
) -> None:
    await read(ours, query)

    assert sum(counting.TABLE in sql for sql in executed) >= 7
    assert [sql for sql in executed if "count(*)" in sql and "from claims" in sql] == []


@pytest.mark.parametrize("query", ["text__contains=tide", "_search=tide", "source_type=government&_search=tide"])
async def test_what_is_not_counted_ahead_is_read_once_for_all_facets(
    query: str, ours: Datasette, executed: list[str]
) -> None:
    await read(ours, query)

    assert [sql for sql in executed if "group by" in sql] == []
    assert len([sql for sql in executed if facets.SEPARATOR in sql]) == 1


async def test_facets_without_time_are_named_on_the_page(ours: Datasette, monkeypatch: pytest.MonkeyPatch) -> None:
    execute = Database.execute

    async def hurry(self: Database, sql: str, *args: Any, **options: Any) -> Any:
        if facets.SEPARATOR in sql:
            raise QueryInterrupted(None, sql, None)
        return await execute(self, sql, *args, **options)

    monkeypatch.setattr(Database, "execute", hurry)
    response = await ours.client.get("/news/claims?text__contains=tide")
    (warning,) = html.fromstring(response.text).cssselect(".facets-timed-out")

    assert response.status_code == 200
    assert warning.text_content() == (
        "These facets timed out: source_type, outlet, identity, quotation, channel, month"
    )


async def test_a_search_looks_at_the_matches_stored_last_and_says_so(
    ours: Datasette, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounding, "BOUND", 30)
    monkeypatch.setattr(bounding, "LABEL", "first 30 matches, those stored last")
    for many in (2_000, 10):
        monkeypatch.setattr(bounding, "MANY", many)
        page = await read(ours, "_search=tide&_size=100&_shape=objects")
        with sqlite3.connect(database) as db:
            newest = db.execute(
                "select id from claims where rowid in (select rowid from claims_fts where claims_fts match 'tide')"
                " order by rowid desc limit 30"
            ).fetchall()

        assert {row["id"] for row in page["rows"]} == {claim for (claim,) in newest}
        assert page["filtered_table_rows_count"] == 30
        assert page["human_description_en"] == (
            'where search matches "tide" (first 30 matches, those stored last) sorted by published descending'
        )
        assert sum(value["count"] for value in page["facet_results"]["quotation"]["results"]) == 30


async def test_a_bound_holds_for_html_and_csv_and_beside_other_filters(
    ours: Datasette, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounding, "BOUND", 30)
    shown = html.fromstring((await ours.client.get("/news/claims?_search=tide")).text)
    exported = (await ours.client.get("/news/claims.csv?_search=tide&_size=max")).text
    narrowed = await read(ours, "_search=tide&source_type=government")
    among = await read(ours, "_search=tide")

    assert "30 rows where search matches" in " ".join(shown.cssselect(".row-count")[0].text_content().split())
    assert len(exported.splitlines()) == 31
    (of_type,) = [
        value["count"] for value in among["facet_results"]["source_type"]["results"] if value["value"] == "government"
    ]
    assert narrowed["filtered_table_rows_count"] == of_type < 30


async def test_a_search_within_the_bound_says_nothing(ours: Datasette) -> None:
    page = await read(ours, "_search=tide")

    assert page["human_description_en"] == 'where search matches "tide" sorted by published descending'


@pytest.mark.parametrize(
    "search",
    ['"', "*", "tide AND", "NEAR(", "text:", "-", "^", "(", "'", "a OR", "\x00", "{", "tide*"],
)
@pytest.mark.parametrize("mode", ["escaped", "raw"])
@pytest.mark.parametrize("form", ["", ".json", ".csv"])
async def test_a_search_that_makes_no_sense_is_no_fault_of_the_server(
    search: str, mode: str, form: str, ours: Datasette
) -> None:
    for table in ("claims", "sources", "articles"):
        parameters = {"_search": search, "_searchmode": mode}
        response = await ours.client.get(f"/news/{table}{form}", params=parameters)

        assert response.status_code in {200, 400}


def test_the_pages_know_what_the_store_counts() -> None:
    assert frozenset(combinations.COMBINATIONS) == counting.COUNTED
    assert combinations.PROFILE == counting.ORDER


@pytest.mark.parametrize(
    "sql",
    [
        "select count(*) from claims where length(text) > 3 ",
        'select count(*) from claims where "source_type" = :p0 or 1 ',
        'select count(*) from claims where "rule" = :p0 ',
        'select count(*) from claims where "published" like :p0 ',
        "select count(*) from sources",
        "select count(*) from claims, sources",
        'select count(*) from claims where "source_type" = :p0 and (1 or "outlet" = :p1) ',
        "select source_type as value, count(*) as count from (select * from claims) where value is not null",
    ],
)
def test_every_other_statement_is_left_as_it_is(sql: str) -> None:
    assert counting.answer_from_counts(sql, {"p0": "a", "p1": "b"}) == sql


@pytest.mark.parametrize("value", ["", None, 3])
def test_a_value_that_the_sums_write_in_another_way_is_counted_in_the_claims(value: Any) -> None:
    sql = 'select count(*) from claims where "source_type" = :p0 '

    assert counting.answer_from_counts(sql, {"p0": value}) == sql


async def test_a_count_on_the_page_of_the_database_is_there(ours: Datasette) -> None:
    tables = (await ours.client.get("/news.json")).json()["tables"]

    assert {table["name"]: table["count"] for table in tables}["claims"] == 120
    assert json.dumps(tables)


async def test_a_query_is_stopped_when_its_time_is_up_though_it_is_asked_rarely(ours: Datasette) -> None:
    endless = "with recursive counted(n) as (select 1 union all select n + 1 from counted) select count(*) from counted"

    with pytest.raises(QueryInterrupted):
        await ours.execute("news", endless, custom_time_limit=50)


async def test_the_time_of_a_query_is_asked_for_rarely(ours: Datasette) -> None:
    asked = list[int]()
    counted = (
        "with recursive counted(n) as (select 1 union all select n + 1 from counted limit 9999) select n from counted"
    )

    def count(connection: Any) -> int:
        connection.set_progress_handler(lambda: asked.append(1), 1)
        rows = len(connection.execute(counted).fetchall())
        connection.set_progress_handler(None, 1)
        return rows

    assert await ours.databases["news"].execute_fn(count) == 9999
    assert len(asked) < 20
