"""One input → one article: where the bytes come from, and which format they are in."""

import errno
import os
import re
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import assert_never
from urllib.parse import unquote, urlsplit

from provenance.errors import UnreadableArticle
from provenance.models import Article
from provenance.read.decode import decode
from provenance.read.formats import reader
from provenance.read.inputs import SIZE_LIMIT, Absent, File, Input, Page, Piped, Record
from provenance.read.jsonl import read_object

HTML_SUFFIXES = (".html", ".htm", ".xhtml")
HTML_START = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.I | re.S
)
DECLARED = re.compile(rb"<(?:meta|\?xml)\b[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
TOO_LARGE = f"larger than {SIZE_LIMIT // 1_000_000} MB"
SPLIT = "split it into one article a file, or one a line in a .jsonl file"


def open_input(item: Input) -> Article:
    """Read one article; see `provenance.read.read_input`."""
    match item:
        case File():
            return _file(item)
        case Record():
            return _record(item)
        case Page():
            return _page(item)
        case Piped():
            return _piped(item)
        case Absent():
            raise UnreadableArticle(item.what, where=item.label, remedy=item.remedy)
    assert_never(item)


def _file(item: File) -> Article:
    where = item.label
    data, retrieved = _load(item.path, where)
    name, origin = _stem(item.path), file_uri(item.path)
    suffix = Path(item.path).suffix.lower()
    if suffix == ".json":
        return read_object(data, name=name, base=origin, fragment="", where=where, retrieved=retrieved)
    is_html = suffix in HTML_SUFFIXES
    text = decode(data, where=where, declared=_declared(data) if is_html else None)
    return reader(is_html=is_html)(text, name=name, origin=origin, where=where, retrieved=retrieved)


def _record(item: Record) -> Article:
    _refuse_size(item.length, item.label)
    data, retrieved = _load(item.path, item.label, offset=item.offset, length=item.length)
    return read_object(
        data,
        name=f"{_stem(item.path)}-{item.line}",
        base=file_uri(item.path),
        fragment=f"line-{item.line}",
        where=item.label,
        retrieved=retrieved,
    )


def _page(item: Page) -> Article:
    # The web client takes longer to load than most articles to read; files do without.
    from provenance.read.fetch import fetch  # noqa: PLC0415

    page = fetch(item.url, allow_private=item.allow_private)
    text = decode(page.data, where=item.url, declared=page.charset or _declared(page.data))
    is_html = page.content_type in ("text/html", "application/xhtml+xml") or bool(HTML_START.match(page.data))
    return reader(is_html=is_html)(
        text, name=_url_name(page.url), origin=page.url, url=page.url, where=item.url, retrieved=page.retrieved
    )


def _piped(item: Piped) -> Article:
    _refuse_size(len(item.data), item.label)
    if item.line is not None:
        name = f"stdin-{item.line}"
        return read_object(item.data, name=name, base=None, fragment="", where=item.label)
    is_html = bool(HTML_START.match(item.data))
    text = decode(item.data, where=item.label, declared=_declared(item.data) if is_html else None)
    return reader(is_html=is_html)(text, name="stdin", origin=None, where=item.label)


def _load(path: str, where: str, *, offset: int = 0, length: int | None = None) -> tuple[bytes, str]:
    """The bytes of a file, or of a stretch of it, and when it was last modified."""
    try:
        with open(path, "rb", opener=_open_without_waiting) as file:
            status = os.fstat(file.fileno())
            _refuse_size(status.st_size if length is None else length, where)
            begun = _begin_pipe(file.fileno()) if stat.S_ISFIFO(status.st_mode) else b""
            os.set_blocking(file.fileno(), True)
            if offset:
                file.seek(offset)
            data = begun + file.read(SIZE_LIMIT + 1 if length is None else length)
    except OSError as error:
        reason = error.strerror or "an error of the system"
        raise UnreadableArticle(
            f"cannot be read ({reason})", where=where, remedy="check that it is a readable file"
        ) from error
    _refuse_size(len(data), where)
    return data, iso_time(status.st_mtime)


def _open_without_waiting(path: str, flags: int) -> int:
    """Open a file; a pipe too, which otherwise waits until somebody writes to it."""
    return os.open(path, flags | os.O_NONBLOCK)


def _begin_pipe(descriptor: int) -> bytes:
    """What a pipe holds already.

    Raises:
        OSError: if it holds nothing and nobody writes to it, so that one would wait for ever.
    """
    try:
        begun = os.read(descriptor, SIZE_LIMIT)
    except BlockingIOError:
        return b""
    if not begun:
        raise OSError(errno.EPIPE, "nobody writes to this pipe")
    return begun


def _refuse_size(size: int, where: str) -> None:
    if size > SIZE_LIMIT:
        raise UnreadableArticle(TOO_LARGE, where=where, remedy=SPLIT)


def iso_time(seconds: float) -> str:
    """A moment in UTC, to the second, as "2024-03-05T10:00:00Z"."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def file_uri(path: str) -> str:
    """The URI of a file, absolute, symbolic links left as named."""
    return Path(os.path.abspath(path)).as_uri()


def _stem(path: str) -> str:
    """A file's name without its suffix, in characters that can be stored."""
    return Path(path).stem.encode("utf-8", "replace").decode()


def _url_name(url: str) -> str:
    """The last segment of a URL's path that says something, without a page's suffix; else its host."""
    parts = urlsplit(url)
    segments = [segment for segment in unquote(parts.path).split("/") if segment]
    return re.sub(r"\.(?:html?|xhtml|php|aspx?)$", "", segments[-1]) if segments else parts.netloc


def _declared(data: bytes) -> str | None:
    """The encoding that a page declares in its first bytes."""
    match = DECLARED.search(data[:4096])
    return match[1].decode("ascii") if match else None
