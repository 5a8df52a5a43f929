"""What a user names on the command line, expanded into one value for each article.

Expanding never raises and never reads an article: what cannot be read becomes an `Absent`, in its place in the order,
and `read_input` raises the reason.
"""

import glob
import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import attrs

ARTICLE_SUFFIXES = (".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".jsonl", ".ndjson", ".json")
"""What is taken from a directory. A file named by itself is read whatever its suffix."""

RECORD_SUFFIXES = (".jsonl", ".ndjson")

SIZE_LIMIT = 20_000_000
"""The largest article read, in bytes; in a JSONL file it counts for each record."""

STANDARD_INPUT = "standard input"


@attrs.frozen(kw_only=True)
class File:
    """A file that holds one article: plain text, HTML, or one JSON object (`.json`)."""

    path: str

    @property
    def label(self) -> str:
        """How messages name this input."""
        return self.path


@attrs.frozen(kw_only=True)
class Record:
    """One line of a JSONL file, by its place in bytes; `line` counts from 1."""

    path: str
    offset: int
    length: int
    line: int

    @property
    def label(self) -> str:
        """How messages name this input."""
        return f"{self.path}:{self.line}"


@attrs.frozen(kw_only=True)
class Page:
    """A page of the web."""

    url: str
    allow_private: bool = False

    @property
    def label(self) -> str:
        """How messages name this input: the address without any password in it."""
        return re.sub(r"//[^/?#]*@", "//", self.url)


@attrs.frozen(kw_only=True)
class Piped:
    """What came through standard input: one text or page, or one line of JSONL when `line` is given."""

    data: bytes = attrs.field(repr=False)
    line: int | None = None

    @property
    def label(self) -> str:
        """How messages name this input."""
        return STANDARD_INPUT if self.line is None else f"{STANDARD_INPUT}:{self.line}"


@attrs.frozen(kw_only=True)
class Absent:
    """An argument behind which there is no article, and why."""

    label: str
    what: str
    remedy: str = ""


Input = File | Record | Page | Piped | Absent
"""One article to read. Small, frozen and picklable, so that it can be handed to another process."""


def expand(arguments: Iterable[str], *, allow_private: bool = False) -> Iterator[Input]:
    """Yield one input for each article that the arguments name, lazily, in order.

    An argument is a file, a directory (searched recursively, in sorted order; hidden files, symbolic links to
    directories and files without one of `ARTICLE_SUFFIXES` are passed over), a glob, `-` for standard input, or an
    `http(s)` URL. A file that exists wins over a glob of the same spelling. A JSONL file yields one input a line.
    """
    for argument in arguments:
        if argument == "-":
            yield from _piped(sys.stdin.buffer)
        elif argument.lower().startswith(("http://", "https://")):
            yield Page(url=argument, allow_private=allow_private)
        else:
            yield from _paths(argument)


def _paths(argument: str) -> Iterator[Input]:
    if os.path.lexists(argument):
        yield from _path(argument)
    elif glob.has_magic(argument):
        matches = sorted(glob.glob(argument, recursive=True))
        for match in matches:
            yield from _path(match)
        if not matches:
            yield Absent(label=argument, what="no file matches", remedy="check the pattern")
    else:
        yield Absent(label=argument, what="there is no such file or directory", remedy="check the spelling")


def _path(path: str) -> Iterator[Input]:
    if not os.path.isdir(path):
        yield from _file(path)
        return
    found = False
    for file in _walk(path):
        found = True
        yield from file if isinstance(file, tuple) else _file(file)
    if not found:
        yield Absent(
            label=path,
            what="holds no articles",
            remedy=f"name a directory with files ending in {', '.join(ARTICLE_SUFFIXES)}",
        )


def _walk(directory: str) -> Iterator[str | tuple[Absent]]:
    """Yield the article files below a directory, and an `Absent` for each directory that cannot be listed."""
    unlisted: list[Absent] = []

    def remember(error: OSError) -> None:
        unlisted.append(Absent(label=str(error.filename), what=f"cannot be listed ({error.strerror})"))

    for folder, folders, files in os.walk(directory, onerror=remember):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = os.path.join(folder, name)
            if not name.startswith(".") and name.lower().endswith(ARTICLE_SUFFIXES) and _may_be_read(path):
                yield path
        while unlisted:
            yield (unlisted.pop(0),)
    while unlisted:
        yield (unlisted.pop(0),)


def _may_be_read(path: str) -> bool:
    """Whether this is a file, or something broken that reading should report; a pipe would block for ever."""
    try:
        return stat.S_ISREG(os.stat(path).st_mode)
    except OSError:
        return True


def _file(path: str) -> Iterator[Input]:
    if not path.lower().endswith(RECORD_SUFFIXES):
        yield File(path=path)
        return
    if not _may_be_read(path):
        yield Absent(label=path, what="is no file, so its records cannot be found again", remedy="redirect it to -")
        return
    try:
        with Path(path).open("rb") as file:
            yield from _records(path, file)
    except OSError as error:
        yield Absent(label=path, what=f"cannot be read ({error.strerror})", remedy="check that it is a readable file")


def _records(path: str, file: BinaryIO) -> Iterator[Input]:
    found = False
    for line, offset, data, length in _lines(file):
        if data.strip():
            found = True
            yield Record(path=path, offset=offset, length=length, line=line)
    if not found:
        yield Absent(label=path, what="holds no records", remedy="write one JSON object a line")


def _lines(file: BinaryIO) -> Iterator[tuple[int, int, bytes, int]]:
    """Yield the number, offset, first `SIZE_LIMIT` bytes and full length of each line."""
    line, offset = 0, 0
    while data := file.readline(SIZE_LIMIT + 1):
        line, length, piece = line + 1, len(data), data
        while len(piece) > SIZE_LIMIT and not piece.endswith(b"\n"):
            piece = file.readline(SIZE_LIMIT + 1)
            length += len(piece)
        yield line, offset, data, length
        offset += length


def _piped(stream: BinaryIO) -> Iterator[Input]:
    """Read standard input: as JSONL if its first line is a JSON object, else as one text or page."""
    first = stream.readline(SIZE_LIMIT + 1)
    if not (first.lstrip(b"\xef\xbb\xbf \t").startswith(b"{") and first.rstrip().endswith(b"}")):
        yield Piped(data=first + stream.read(max(0, SIZE_LIMIT + 1 - len(first))))
        return
    yield Piped(data=first, line=1)
    for line, _, data, _ in _lines(stream):
        if data.strip():
            yield Piped(data=data, line=line + 1)
