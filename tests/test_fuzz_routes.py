"""Whatever a visitor writes into an address is answered, and never by a fault of the server."""

import asyncio
import re
from collections.abc import Awaitable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provenance.audit import list_audits
from provenance.publish import cells, views
from provenance.publish.serving import build_datasette

OPTIONAL_FORMAT = re.compile(r"\(\\\.\(\?P<format>[^)]*\)\)\?")
GROUP = re.compile(r"\(\?P<(?P<name>\w+)>(?:[^()\[]|\[[^\]]*\])*\)")
FORMATS = ("", "", "", ".json", ".csv", ".blob", ".jsono", ".db", ".html", ".nope")
COLUMNS = (
    "id article kind text source source_type published confidence position rowid name review_status claims nope".split()
)
OPERATORS = (
    "exact not contains endswith startswith gt gte lt lte like notlike glob in notin arraycontains arraynotcontains "
    "date isnull notnull isblank notblank nope"
).split()
PARAMETERS = (
    "_sort _sort_desc _sort_by_desc _facet _facet_size _facet_array _facet_date _where _search _search_text "
    "_searchmode _search_nope _col _nocol _columns _next _size _labels _label _shape _json _json_infinity _ttl "
    "_trace _extra _extras _through _nocount _timelimit _nofacet _nosuggest _nl _stream _dl _header _blob_column "
    "_blob_hash _filter_column _filter_op _filter_value _filter_column_1 _filter_op_1 _filter_value_1 _hide_sql "
    "_show_sql _show_hidden _context _fts_table _fts_pk sql outlet since until token actor allow"
).split()
AWKWARD = (
    "", "0", "1", "-1", "99999999999999999999", "1e400", "NaN", "null", "true", "off", "max", "$null", ",", ",,", "a,b",
    "~", "~2", "%", "%%", "'", '"', "]", "[", "{}", "[]", "[1,2]", '{"a":1}', '{"table":"claims"}', "\x00", "é", "𝕏",
    "1=1", "; drop table claims", "select 1", "select :p", "NEAR(", '"a', "a AND", "col:x", "-a", "^a", "*", "x" * 3000,
    "../..", "objects", "array", "object", "arrays", "html", "raw", "2026-03", "id", "text", "source_type",
)  # fmt: skip

values = (
    st.sampled_from(AWKWARD)
    | st.text(max_size=8).map(lambda t: t.encode("utf-8", "replace").decode())
    | (st.binary(max_size=4))
)
filters = st.builds("{}__{}".format, st.sampled_from(COLUMNS), st.sampled_from(OPERATORS)) | st.sampled_from(COLUMNS)
queries = st.lists(st.tuples(st.sampled_from(PARAMETERS) | filters, values | st.sampled_from(COLUMNS)), max_size=3).map(
    urlencode
)
methods = st.sampled_from(("GET",) * 12 + ("HEAD", "POST", "OPTIONS", "PUT", "DELETE", "TRACE", "PROPFIND", "DATA"))

Captured = pytest.CaptureFixture[str]


class Site:
    """A served database, asked in one event loop of its own."""

    def __init__(self, database: Path) -> None:
        self.loop = asyncio.new_event_loop()
        self.datasette = build_datasette(database)
        self.wait(self.datasette.invoke_startup())
        self.fillings = self.wait(self._find_fillings())

    def wait(self, answer: Awaitable[Any]) -> Any:
        return self.loop.run_until_complete(answer)

    def ask(self, address: str, method: str = "GET") -> httpx.Response:
        answer: httpx.Response = self.wait(self.datasette.client.request(method, address))
        return answer

    async def _find_fillings(self) -> dict[str, list[str]]:
        """What may stand in each part of a path: everything there is."""
        database = self.datasette.databases["news"]
        tables = [*await database.table_names(), *await database.view_names()]
        ids = {
            table: [str(row[0]) for row in await database.execute(f"select id from {table} limit 3")]  # noqa: S608
            for table in ("articles", "claims", "sources")
        }
        return {
            "database": ["news", "news", "news", "_internal", "_memory"],
            "table": [*tables, *(audit.name for audit in list_audits()), *["claims"] * 20],
            "pks": [*ids["articles"], *ids["claims"], *ids["sources"], "1", "a,b"],
            "path": ["app.css", "provenance.css", "reader.js", "table.js", ""],
            "article": ids["articles"],
            "claim": ids["claims"],
            "rest": ["", "/x"],
        }

    @property
    def routes(self) -> list[str]:
        return [regex.pattern for regex, _ in self.datasette._routes()]

    def paths(self) -> st.SearchStrategy[str]:
        """Paths that a route leads to, and such as are nearly so."""
        return st.sampled_from(self.routes).flatmap(self.fill)

    def fill(self, route: str) -> st.SearchStrategy[str]:
        names = [match["name"] for match in GROUP.finditer(OPTIONAL_FORMAT.sub("", route))]
        parts = st.tuples(*(st.sampled_from(self.fillings.get(name, ["x"])) | values for name in names))
        return st.tuples(parts, st.sampled_from(FORMATS)).map(lambda drawn: write_path(route, *drawn))


def write_path(route: str, parts: tuple[str | bytes, ...], suffix: str) -> str:
    """A route's pattern with its groups filled in."""
    left = iter(parts)
    path = GROUP.sub(lambda _: quote(next(left), safe="~,/"), OPTIONAL_FORMAT.sub(suffix, route))
    return path.strip("^$").replace("\\", "")


@pytest.fixture(name="site", scope="module")
def _site(news_db: Path) -> Iterator[Site]:
    site = Site(news_db)
    yield site
    site.loop.close()


def check(site: Site, data: st.DataObject) -> None:
    address = f"{data.draw(site.paths())}?{data.draw(queries)}"
    method = data.draw(methods)
    assert site.ask(address, method).status_code < 500, f"{method} {address}"


@settings(max_examples=500, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_address_is_a_fault_of_the_server(site: Site, data: st.DataObject) -> None:
    check(site, data)


@pytest.mark.slow
@settings(max_examples=6_000, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_address_of_very_many_is_a_fault_of_the_server(site: Site, data: st.DataObject) -> None:
    check(site, data)


def test_every_route_is_tried(site: Site) -> None:
    """A path made for a route is one that the route takes."""
    for route in site.routes:
        names = [match["name"] for match in GROUP.finditer(OPTIONAL_FORMAT.sub("", route))]
        path = write_path(route, tuple(site.fillings.get(name, ["x"])[0] for name in names), "")
        assert re.match(route, path), route


MISTAKES = {
    "an unknown column to sort by": ("claims{}?_sort=nope", "Cannot sort table by nope"),
    "two orders": ("claims{}?_sort=id&_sort_desc=id", "Cannot use _sort and _sort_desc at the same time"),
    "an unknown column to count": ("claims{}?_facet=nope", "no such column: nope"),
    "a facet of another form": ("claims{}?_facet={{}}", "This address asks for something that cannot be"),
    "SQL that is none": ("claims{}?_where=nope", "no such column: nope"),
    "a search that is none": ("claims{}?_search=%22a&_searchmode=raw", "unterminated string"),
    "a time that is none": ("claims{}?_timelimit=soon", "invalid literal for int()"),
    "a time of an audit": ("most-quoted{}?_timelimit=soon", "invalid literal for int()"),
    "a relation that is none": ("claims{}?_through=nope", "Expecting value"),
    "a relation without a table": ("claims{}?_through={{}}", "&#39;table&#39;"),
    "a list that is none": ("claims{}?id__in=[", "Expecting value"),
    "a number too large": ("claims{}?source__gt=99999999999999999999", "Python int too large"),
    "a size that is none": ("claims{}?_size=many", "_size must be a positive integer"),
    "a column that is none": ("claims{}?_col=nope", "_col=nope - invalid columns"),
}


@pytest.mark.parametrize("suffix", ["", ".json", ".csv", ".csv?_stream=1"])
@pytest.mark.parametrize(("address", "says"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_explained(address: str, says: str, suffix: str, site: Site, capfd: Captured) -> None:
    suffix, _, stream = suffix.partition("?")
    if suffix == ".csv" and "_facet" in address:
        return  # CSV has no facets
    answer = site.ask("/news/" + address.format(suffix) + stream.replace("_stream", "&_stream"))

    assert answer.status_code == 400
    if suffix == ".json":
        assert says.replace("&#39;", "'") in answer.json()["error"]
    else:
        assert says in answer.text
    assert "Traceback" not in capfd.readouterr().err


@pytest.mark.parametrize(
    "address", ["/-/static/app.css/x", "/-/static-plugins/provenance/provenance.css/x", "/news.csv"]
)
def test_what_is_not_there_is_not_found(address: str, site: Site) -> None:
    assert site.ask(address).status_code == 404


@pytest.mark.parametrize("suffix", ["", ".json", ".csv"])
def test_a_question_that_takes_too_long_is_a_mistake(suffix: str, site: Site) -> None:
    endless = "with recursive n(x) as (select 1 union all select x + 1 from n) select count(*) from n"
    answer = site.ask(f"/news/claims{suffix}?{urlencode({'_timelimit': 20, '_where': f'({endless}) > 0'})}")

    assert answer.status_code == 400
    assert re.search("too long|interrupted", answer.text)


def test_a_damaged_file_is_a_fault_of_the_server(news_db: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "news.db"
    damaged.write_bytes(news_db.read_bytes())
    site = Site(damaged)
    size = damaged.stat().st_size
    with damaged.open("r+b") as file:
        file.seek(size // 2)
        file.write(b"\xff" * (size - size // 2))

    statuses = {site.ask(f"/news/{table}?_sort=id").status_code for table in ("claims", "articles", "sources")}
    assert 500 in statuses
    assert 400 not in statuses


def test_a_token_in_other_letters_is_a_wrong_token(site: Site) -> None:
    assert site.ask("/-/auth-token?token=%C3%A9").status_code == 403


@pytest.mark.parametrize("method", ["TRACE", "DATA", "RENDER", "get"])
def test_a_method_that_no_page_knows_is_refused(method: str, site: Site) -> None:
    with_any_method = httpx.Request("GET", "http://localhost/news/claims")
    with_any_method.method = method

    async def send() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=site.datasette.app())) as client:
            return await client.send(with_any_method)

    assert site.wait(send()).status_code == 405


def _fail(*_: object, **__: object) -> None:
    raise ValueError("our own fault")


@pytest.mark.parametrize(
    ("place", "address"),
    [((views, "compose_page"), "/-/provenance/article/{article}"), ((cells, "render_value"), "/news/claims?_sort=id")],
    ids=["the reader page", "a cell"],
)
def test_a_fault_of_our_own_stays_one_and_is_logged(
    place: tuple[object, str], address: str, site: Site, monkeypatch: pytest.MonkeyPatch, capfd: Captured
) -> None:
    monkeypatch.setattr(*place, _fail)

    answer = site.ask(address.format(article=site.fillings["article"][0]))

    assert answer.status_code == 500
    assert "ValueError: our own fault" in capfd.readouterr().err


def test_wrong_sql_of_our_own_is_a_fault(site: Site, monkeypatch: pytest.MonkeyPatch, capfd: Captured) -> None:
    monkeypatch.setattr(views, "CHAINS", "select nope from claims where article = ?")

    assert site.ask(f"/-/provenance/article/{site.fillings['article'][0]}").status_code == 500
    assert "no such column: nope" in capfd.readouterr().err
