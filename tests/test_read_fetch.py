"""Pages of the web, from a real server on this machine."""

import gzip
import ipaddress
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from provenance.errors import UnreadableArticle
from provenance.models import Article
from provenance.read import find_inputs, read_input
from provenance.read.fetch import Limits, fetch, is_public

PAGE = "<!doctype html><html><head><title>Sold</title></head><body><article>" + (
    "<p>The mayor of Port Example said on Monday that the café at the harbour would be sold before winter.</p>" * 3
)
QUICK = Limits(total=0.5, connect=0.3, size=100_000, redirects=5)


class Handler(BaseHTTPRequestHandler):
    """Serves one behaviour a path."""

    stop = threading.Event()
    seen: dict[str, str]

    def do_GET(self) -> None:
        type(self).seen = dict(self.headers)
        getattr(self, "do_" + self.path.strip("/").partition("/")[0].partition("?")[0].replace("-", "_"))()

    def send(self, body: bytes, content_type: str | None = "text/html; charset=utf-8", **headers: str) -> None:
        self.send_response(200)
        if content_type:
            self.send_header("Content-Type", content_type)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def redirect(self, where: str) -> None:
        self.send_response(302)
        self.send_header("Location", where)
        self.end_headers()

    def do_page(self) -> None:
        self.send(PAGE.encode())

    def do_latin(self) -> None:
        self.send(PAGE.encode("latin-1"), "text/html; charset=latin-1")

    def do_plain(self) -> None:
        self.send(b"The mayor spoke.\r\nFollow Jane Roe on Twitter.", "text/plain")

    def do_untyped(self) -> None:
        self.send(PAGE.encode(), None)

    def do_zipped(self) -> None:
        self.send(gzip.compress(PAGE.encode()), Content_Encoding="gzip")

    def do_bomb(self) -> None:
        self.send(gzip.compress(b"a" * 1_000_000), Content_Encoding="gzip")

    def do_image(self) -> None:
        self.send(b"\x89PNG", "image/png")

    def do_lying(self) -> None:
        self.send(b"%PDF-1.7 and so on", "text/html")

    def do_missing(self) -> None:
        self.send_error(404)

    def do_silent(self) -> None:
        self.stop.wait(5)

    def do_endless(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        while not self.stop.is_set():
            self.wfile.write(b"<p>and then</p>" * 1000)

    def do_trickle(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        while not self.stop.wait(0.05):
            self.wfile.write(b"a")
            self.wfile.flush()

    def do_loop(self) -> None:
        self.redirect("/loop")

    def do_moved(self) -> None:
        self.redirect("/page/moved-story.html")

    def do_away(self) -> None:
        self.redirect("ftp://news.example/story")

    def do_broken(self) -> None:
        self.wfile.write(b"nonsense\r\n\r\n")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keep the test's output clean."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    Handler.stop.set()
    server.shutdown()
    thread.join()
    server.server_close()


def read(url: str, *, allow_private: bool = True) -> Article:
    (item,) = find_inputs([url], allow_private=allow_private)
    return read_input(item)


@pytest.mark.parametrize("path", ["page/story-7.html", "latin", "untyped", "zipped"])
def test_a_page_is_read_from_its_address(site: str, path: str) -> None:
    article = read(f"{site}/{path}")

    assert article.text.count("the café at the harbour") >= 1
    assert (article.origin, article.url) == (f"{site}/{path}", f"{site}/{path}")
    assert article.name == path.rpartition("/")[2].removesuffix(".html")
    assert abs(datetime.now(UTC) - datetime.fromisoformat(article.retrieved or "")) < timedelta(minutes=1)


def test_plain_text_from_the_web_is_kept_as_sent(site: str) -> None:
    article = read(f"{site}/plain")

    assert article.text == "The mayor spoke.\r\nFollow Jane Roe on Twitter."
    assert article.byline == "Jane Roe"


def test_a_redirect_is_followed_and_the_last_address_counts(site: str) -> None:
    article = read(f"{site}/moved")

    assert (article.url, article.name) == (f"{site}/page/moved-story.html", "moved-story")


def test_the_program_names_itself_and_the_host(site: str) -> None:
    read(f"{site}/page")

    assert "provenance" in Handler.seen["User-Agent"]
    assert Handler.seen["Host"] == site.removeprefix("http://")


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("silent", "no complete answer within 0.5 seconds"),
        ("trickle", "no complete answer within 0.5 seconds"),
        ("endless", "larger than"),
        ("bomb", "larger than"),
        ("loop", "redirects more than 5 times"),
        ("away", "cannot be fetched"),
        ("broken", "cannot be fetched"),
        ("missing", "the server answered 404 Not Found"),
        ("image", "this is image/png, neither HTML nor plain text"),
    ],
)
def test_a_bad_answer_is_one_line_with_the_address_and_a_remedy(site: str, path: str, reason: str) -> None:
    with pytest.raises(UnreadableArticle) as caught:
        fetch(f"{site}/{path}", allow_private=True, limits=QUICK)

    assert str(caught.value).startswith(f"{site}/{path}: ")
    assert reason in str(caught.value)
    assert caught.value.remedy
    assert "\n" not in str(caught.value)


def test_a_binary_that_calls_itself_a_page_is_refused(site: str) -> None:
    with pytest.raises(UnreadableArticle, match="a PDF"):
        read(f"{site}/lying")


def test_nothing_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        with pytest.raises(UnreadableArticle, match="cannot be fetched"):
            fetch(f"http://127.0.0.1:{port}/", allow_private=True, limits=QUICK)


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "127.0.0.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "2130706433",
        "0x7f.1",
        "0.0.0.0",  # noqa: S104
        "10.0.0.7",
        "169.254.169.254",
        "192.168.1.1",
        "100.64.0.1",
        "[fe80::1]",
        "[fd00::1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
    ],
)
def test_private_addresses_are_refused_before_anything_is_sent(site: str, host: str) -> None:
    port = site.rpartition(":")[2]
    with pytest.raises(UnreadableArticle, match="leads to a private address") as caught:
        read(f"http://{host}:{port}/page", allow_private=False)

    assert "--allow-private" in caught.value.remedy


def test_a_redirect_to_a_private_address_is_refused(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("provenance.read.fetch.is_public", lambda address: str(address) == "127.0.0.1")
    monkeypatch.setattr(Handler, "do_moved", lambda self: self.redirect("http://[::1]:1/secret"))
    with pytest.raises(UnreadableArticle, match=r"leads to a private address \(::1\)"):
        read(f"http://127.0.0.1:{site.rpartition(':')[2]}/moved", allow_private=False)


def test_a_name_is_resolved_once_for_the_check_and_the_connection(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    port = int(site.rpartition(":")[2])
    answers = iter([[(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]])
    monkeypatch.setattr("socket.getaddrinfo", lambda *args, **options: next(answers))
    monkeypatch.setattr("provenance.read.fetch.is_public", lambda address: True)
    page = fetch(f"http://rebinding.example:{port}/page")

    assert page.data == PAGE.encode()
    assert Handler.seen["Host"] == f"rebinding.example:{port}"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://", "not an address"),
        ("http://[bad/", "cannot be fetched"),
        ("http:///story", "not an address"),
        ("https://jane:secret@news.example/", "holds a password"),
        ("http://no-such-host.invalid/", "cannot be fetched"),
        ("http://news.example:99999/", "not an address|cannot be fetched"),
    ],
)
def test_a_malformed_address_is_refused(url: str, reason: str) -> None:
    (item,) = find_inputs([url])
    with pytest.raises(UnreadableArticle, match=reason) as caught:
        read_input(item)

    assert "secret" not in f"{caught.value} {item.label}"


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("::ffff:93.184.216.34", True),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("64:ff9b::5db8:d822", True),
        ("224.0.0.1", False),
        ("ff02::1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public
