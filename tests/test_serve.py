"""`provenance serve` as a newsroom runs it: behind a proxy, for people who log in, on a disk that is read only."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx
import pytest
import yaml
from click.testing import CliRunner
from datasette.app import Datasette
from lxml import html

from provenance.audit import list_audits
from provenance.cli import main
from provenance.publish.prefixes import lead_back, take_off
from provenance.publish.serving import build_app, build_datasette, compose_metadata
from tests.newsroom import STORIES, build

PREFIX = "/desk/claims/"
READER = re.compile(r"/-/provenance/article/\w+")


def refusal(*arguments: object) -> str:
    result = CliRunner().invoke(main, ["serve", *map(str, arguments)], catch_exceptions=False)
    assert result.exit_code
    return result.stderr


@contextmanager
def served(database: Path, *options: str) -> Iterator[tuple[str, str]]:
    """Run `provenance serve` and give its address and what it printed; it must end when it is interrupted."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    command = [sys.executable, "-m", "provenance", "serve", "--db", str(database), "--port", port, *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "COLUMNS": "200"}) as server:
        assert server.stdout is not None
        said = server.stdout.readline() + (server.stdout.readline() if "--root" in options else "")
        try:
            yield f"http://127.0.0.1:{port}", said
        finally:
            server.send_signal(signal.SIGINT)
            assert server.wait(timeout=20) in {0, -signal.SIGINT, 130}


def visitor(address: str, **options: Any) -> httpx.Client:
    """A browser that waits for the server to listen, without the machine's own proxy settings."""
    return httpx.Client(base_url=address, transport=httpx.HTTPTransport(retries=9), timeout=30, **options)


def behind(app: Any, *, strips: bool) -> Any:
    """A proxy that serves an application under PREFIX and nothing else, with or without taking it off."""

    async def proxy(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if not scope["path"].startswith(PREFIX):
            await send({"type": "http.response.start", "status": 421, "headers": []})
            await send({"type": "http.response.body", "body": b"not under the prefix"})
            return
        length = len(PREFIX) - 1
        inner = {**scope, "path": scope["path"][length:], "raw_path": scope["raw_path"][length:]} if strips else scope
        await app(inner, receive, send)

    return proxy


async def follow(browser: httpx.AsyncClient, start: str, *, depth: int) -> AsyncIterator[tuple[str, httpx.Response]]:
    """Every address on this server that links, forms, scripts and style sheets lead to in so many steps."""
    waiting, seen = [(start, 0)], {start}
    while waiting:
        address, steps = waiting.pop(0)
        answer = await browser.get(address)
        yield address, answer
        found = [answer.headers["location"]] if answer.is_redirect else []
        if answer.headers.get("content-type", "").startswith("text/html") and steps < depth and answer.text:
            elements = html.fromstring(answer.text).iter()
            found += [e.get(name) for e in elements for name in ("href", "src", "action") if e.get(name)]
        for link in found:
            parts = urlsplit(urljoin(str(answer.url), link))
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            if parts.netloc == "desk.example" and path not in seen:
                seen.add(path)
                waiting.append((path, steps + 1))


@pytest.mark.parametrize("strips", [True, False], ids=["a proxy that takes the prefix off", "a proxy that leaves it"])
async def test_every_link_respects_the_prefix(strips: bool, news_db: Path) -> None:
    app = build_app(build_datasette(news_db, settings={"base_url": PREFIX}))
    transport = httpx.ASGITransport(app=behind(app, strips=strips))
    async with httpx.AsyncClient(transport=transport, base_url="http://desk.example") as browser:
        answers = {address: answer async for address, answer in follow(browser, PREFIX, depth=2)}

    lost = {address: answer.status_code for address, answer in answers.items() if answer.status_code >= 400}
    assert lost == {}
    wanted = ["", "news", "news/claims", "-/static/app.css", "-/static-plugins/provenance/reader.js"]
    wanted += [f"news/{audit.name}" for audit in list_audits()]
    paths = {address.partition("?")[0] for address in answers}
    assert {PREFIX + path for path in wanted} <= paths
    assert any(READER.search(path) for path in paths)


@pytest.mark.parametrize("strips", [True, False], ids=["stripped", "left"])
@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("news/", "news"),
        ("-/config", "-/settings"),
        ("news/claims?_sort=text&_sort_by_desc=on", "news/claims?_sort_desc=text"),
    ],
)
async def test_every_redirect_respects_the_prefix(asked: str, led: str, strips: bool, news_db: Path) -> None:
    app = build_app(build_datasette(news_db, settings={"base_url": PREFIX}))
    transport = httpx.ASGITransport(app=behind(app, strips=strips))
    async with httpx.AsyncClient(transport=transport, base_url="http://desk.example") as browser:
        answer = await browser.get(PREFIX + asked)

    assert answer.headers["location"] == PREFIX + led


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/desk/claims/news", "/news"),
        ("/desk/claims/", "/"),
        ("/desk/claims", "/"),
        ("/desk/claimsnews", None),
        ("/", None),
    ],
)
def test_only_the_whole_prefix_is_taken_off(path: str, expected: str | None) -> None:
    scope = {"path": path, "raw_path": path.encode()}

    assert take_off(scope, PREFIX) == ({"path": expected, "raw_path": expected.encode()} if expected else scope)


@pytest.mark.parametrize("location", ["https://elsewhere.example/", "//elsewhere.example/", "/desk/claims/news"])
def test_a_redirect_that_leads_elsewhere_or_right_is_left(location: str) -> None:
    message = {"headers": [(b"location", location.encode())]}

    assert lead_back(message, PREFIX) == message


@pytest.mark.parametrize(
    "path", ["/", "/news", "/news/claims", "/news/claims.json", "/news/most-quoted", "/nowhere", "reader"]
)
async def test_every_answer_has_headers_that_keep_it_safe(path: str, news_db: Path) -> None:
    datasette = build_datasette(news_db)
    await datasette.invoke_startup()
    if path == "reader":
        article = (await datasette.execute("news", "select id from articles")).first()[0]
        path = f"/-/provenance/article/{article}"
    headers = (await datasette.client.get(path)).headers

    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] in {"same-origin", "no-referrer"}
    assert headers["x-robots-tag"] == "noindex, nofollow, noarchive"
    policy = headers.get("content-security-policy", "")
    assert ("default-src 'none'" in policy) is headers["content-type"].startswith("text/html")
    assert not re.search(r"script-src[^;]*'unsafe", policy)


async def ask(datasette: Datasette, path: str) -> httpx.Response:
    answer: httpx.Response = await datasette.client.get(path)
    return answer


async def test_search_engines_are_let_in_when_the_owner_says_so(news_db: Path, tmp_path: Path) -> None:
    (tmp_path / "own.yml").write_text("plugins: {provenance: {robots: allow}}")
    denied = build_datasette(news_db)
    for allowed in (build_datasette(news_db, robots="allow"), build_datasette(news_db, metadata=tmp_path / "own.yml")):
        assert "x-robots-tag" not in (await ask(allowed, "/news/claims")).headers
        assert (await ask(allowed, "/robots.txt")).text == "User-agent: *\nDisallow: /*?\n"

    assert (await ask(denied, "/robots.txt")).text == "User-agent: *\nDisallow: /\n"


async def test_the_owner_can_choose_another_policy_or_none(news_db: Path, tmp_path: Path) -> None:
    for written, expected in (("false", None), ("default-src *", "default-src *")):
        (tmp_path / "own.yml").write_text(f"plugins: {{provenance: {{content_security_policy: {written}}}}}")
        datasette = build_datasette(news_db, metadata=tmp_path / "own.yml")

        assert (await ask(datasette, "/news/claims")).headers.get("content-security-policy") == expected


@pytest.mark.parametrize(
    "first", ["provenance.publish", "provenance.publish.serving", "provenance.cli.serve", "datasette.app"]
)
def test_the_plugin_is_whole_whatever_is_imported_first(first: str) -> None:
    """Datasette loads its plugins while it is imported, maybe by this one."""
    code = (
        f"import {first}; from datasette.plugins import pm; "
        "(plugin,) = [p for p in pm.get_plugins() if getattr(p, '__name__', '') == 'provenance.publish']; "
        "print(len(pm.get_hookcallers(plugin)), sum(hasattr(hook, 'datasette_impl') for hook in vars(plugin).values()))"
    )
    found, written = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()

    assert found == written
    assert int(found) >= 8


async def test_a_foreign_database_is_served_as_datasette_serves_it(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "tides.db").execute("create table tides (height real)")
    datasette = Datasette([str(tmp_path / "tides.db")])
    await datasette.invoke_startup()
    answer = await ask(datasette, "/tides")

    assert answer.status_code == 200
    assert {"x-robots-tag", "content-security-policy"} & set(answer.headers) == set()
    assert (await ask(datasette, "/robots.txt")).status_code == 404


@pytest.mark.parametrize(("accepts", "encoding"), [("gzip", "gzip"), ("identity", None)])
async def test_pages_are_compressed_for_who_takes_them_so(accepts: str, encoding: str | None, news_db: Path) -> None:
    app = build_app(build_datasette(news_db))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://desk.example") as browser:
        answer = await browser.get("/news/claims", headers={"accept-encoding": accepts})

    assert answer.headers.get("content-encoding") == encoding
    assert "Ilse Brandt" in answer.text


def queries(metadata: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = metadata["databases"]["harbour"]["queries"]
    return found


LAYERS: list[tuple[str, Callable[[dict[str, Any]], object], object]] = [
    ("title: The desk", lambda m: (m["title"], m["about"]), ("The desk", "provenance")),
    ("databases: {news: {title: Archive}}", lambda m: m["databases"]["harbour"]["title"], "Archive"),
    ("databases: {harbour: {title: Archive}}", lambda m: m["databases"]["harbour"]["title"], "Archive"),
    (
        "databases: {news: {tables: {claims: {size: 20, facets: [outlet]}}}}",
        lambda m: [m["databases"]["harbour"]["tables"]["claims"][key] for key in ("size", "facets", "sort_desc")],
        [20, ["outlet"], "published"],
    ),
    ("databases: {news: {queries: {most-quoted: null}}}", lambda m: "most-quoted" in queries(m), False),
    ("databases: {news: {queries: {mine: {sql: select 1}}}}", lambda m: len(queries(m)), len(list_audits()) + 1),
    ("", lambda m: m["title"], "Where the news gets what it says"),
    ("databases:", lambda m: "databases" in m, False),
]  # fmt: skip


@pytest.mark.parametrize(("own", "read", "expected"), LAYERS, ids=[layer[0] or "nothing" for layer in LAYERS])
def test_ones_own_metadata_is_laid_over_the_programs(
    own: str, read: Callable[[dict[str, Any]], object], expected: object, tmp_path: Path
) -> None:
    path = tmp_path / "own.yml"
    path.write_text(own)

    assert read(compose_metadata("harbour", path)) == expected


def test_a_whole_copy_of_the_programs_metadata_changes_nothing(repository: Path) -> None:
    assert compose_metadata("news", repository / "metadata.yml") == yaml.safe_load(
        (repository / "metadata.yml").read_text()
    )


def test_metadata_of_another_form_are_refused_with_their_place(news_db: Path, tmp_path: Path) -> None:
    (tmp_path / "own.yml").write_text("databases: {news: {tables: {claims: [1]}}}")

    said = refusal("--db", news_db, "--metadata", tmp_path / "own.yml")

    assert "`databases: news: tables: claims` must be a mapping" in " ".join(said.split())


def test_settings_are_datasettes(news_db: Path) -> None:
    said = refusal("--db", news_db, "--setting", "nope", "1")

    assert "nope is not a valid option" in said


@pytest.mark.parametrize("name", ["a#b.db", "a?b.db", "100%25.db", os.fsdecode(b"caf\xe9.db")])
def test_a_name_that_cannot_be_served_is_refused(name: str, tmp_path: Path) -> None:
    database = build(tmp_path / name, STORIES[0])

    assert "has a name that Datasette cannot serve; give it a name without" in refusal("--db", database)


def test_a_base_url_that_hides_the_database_is_refused(news_db: Path) -> None:
    assert "choose another --base-url" in refusal("--db", news_db, "--base-url", "news")


@pytest.mark.parametrize("prefix", ["http://desk.example/", "/a?b/", "/a b/"])
def test_a_base_url_that_is_no_path_is_refused(prefix: str, news_db: Path) -> None:
    assert "is not a path; write it as /claims/" in refusal("--db", news_db, "--base-url", prefix)


def test_the_server_runs_behind_a_proxy_and_lets_root_in_once(tmp_path: Path) -> None:
    database = build(tmp_path / "news.db", *STORIES)
    before = database.read_bytes()
    with served(database, "--root", "--base-url", "desk", "--secret", "x", "--setting", "default_page_size", "1") as (
        address,
        said,
    ), visitor(address) as browser:  # fmt: skip
        assert said.startswith(
            f"{database} on {address}/desk/ (stop with Ctrl-C)\nlog in as root, once: {address}/desk/-/"
        )
        link = said.split()[-1]
        assert browser.get("/desk/-/actor.json").json() == {"actor": None}
        assert browser.get(link).headers["location"] == "/desk/"
        assert browser.get("/desk/-/actor.json").json() == {"actor": {"id": "root"}}
        with visitor(address) as second:
            assert second.get(link).status_code == 403

        assert len(browser.get("/desk/news/outlets.json").json()["rows"]) == 1
        secure = {"x-forwarded-proto": "https", "x-forwarded-for": "203.0.113.7"}
        assert browser.get("/desk/news/claims", headers=secure).headers["link"].startswith("https://127.0.0.1:")

    assert database.read_bytes() == before


def test_who_is_not_the_proxy_is_not_believed(news_db: Path) -> None:
    with served(news_db, "--trust-proxy", "203.0.113.1") as (address, _), visitor(address) as browser:
        link = browser.get("/news/claims", headers={"x-forwarded-proto": "https"}).headers["link"]

    assert link.startswith(f"{address}/")


def test_a_database_that_nobody_may_write_is_served(tmp_path: Path) -> None:
    database = build(tmp_path / "news.db", *STORIES)
    database.chmod(0o444)
    with served(database, "--immutable") as (address, _), visitor(address) as browser:
        assert "Ferry talks" in browser.get("/").text
        assert browser.get("/news.db").content[:15] == b"SQLite format 3"

    assert [path.name for path in tmp_path.iterdir()] == ["news.db"]


def test_several_processes_answer_as_one(news_db: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.yml"
    own.write_text("title: The desk’s own claims\n", encoding="utf-8")
    options = ("--workers", "2", "--base-url", "desk", "--metadata", str(own), "--setting", "default_page_size", "7")
    with served(news_db, *options) as (address, said), visitor(address) as browser:
        pages = [browser.get("/desk/") for _ in range(4)]
        settings = browser.get("/desk/-/settings.json").json()

    assert "/desk/ (stop with Ctrl-C)" in said
    assert [page.status_code for page in pages] == [200] * 4
    assert all("The desk’s own claims" in page.text for page in pages)
    assert (settings["default_page_size"], settings["base_url"]) == (7, "/desk/")


def test_a_login_link_is_not_shared_between_processes(news_db: Path) -> None:
    assert "leave out --workers" in refusal("--db", news_db, "--root", "--workers", "2")
