"""A database as a folder of pages: an archive that can be read without this program, a server, or a network."""

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

import attrs
from sqlite_utils import Database

from provenance.audit import list_audits
from provenance.errors import UnwritableFile
from provenance.export.pages import place_of, read_site_style, render
from provenance.export.reading import ARTICLES, SOURCES, Row, begin, iterate, read_page, read_source
from provenance.report import compose_report, read_mask, read_report
from provenance.store import open_for_reading
from provenance.store.opening import explained

MARKER = ".provenance-site"
"""The file that tells a site of ours from a folder of somebody's."""

PER_PAGE = 200
"""How many articles or sources a page of a list has."""

NEWEST = 20
"""How many articles, and how many sources, the first page shows."""


@attrs.frozen(kw_only=True)
class Summary:
    """How many pages were written."""

    articles: int
    sources: int


def export_site(database: Path, folder: Path, *, made: str, program: str, quality: str = "") -> Summary:
    """Write a database as a folder of HTML pages that link to each other by relative addresses.

    The pages are written beside the folder and then moved there, so that nobody sees half a site. Everything is of one
    moment of the database.

    Args:
        database: the file.
        folder: where the site is to be: a folder that is not there, is empty, or holds a site of ours to be replaced.
        made: the day, as it should read.
        program: the name and version of what made it.
        quality: what is known about how much is found, a sentence or two.

    Raises:
        UnusableDatabase: if the database is missing, not this program's, or cannot be read.
        UnwritableFile: if the folder holds something else, or cannot be written.
    """
    _refuse_others(folder)
    with closing(open_for_reading(database)) as db, explained(os.fspath(database)):
        begin(db)
        try:
            folder.parent.mkdir(parents=True, exist_ok=True)
            draft = Path(tempfile.mkdtemp(prefix=f".{folder.name[:40]}.", dir=folder.parent))
            try:
                writer = _Writer(db=db, folder=draft, name=database.stem, made=made, program=program)
                summary = writer.write_all(quality)
                _publish(draft, folder)
            finally:
                shutil.rmtree(draft, ignore_errors=True)
        except OSError as error:
            reason = error.strerror or "an error of the system"
            remedy = "check its directory, the permissions there and the space left"
            raise UnwritableFile(f"cannot be written ({reason})", where=os.fspath(folder), remedy=remedy) from error
    return summary


def _refuse_others(folder: Path) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise UnwritableFile("is a file", where=os.fspath(folder), remedy="name a folder for the site")
    if any(folder.iterdir()) and not (folder / MARKER).is_file():
        remedy = "name an empty or a new folder"
        raise UnwritableFile("holds files that are no site of this program's", where=os.fspath(folder), remedy=remedy)


def _publish(draft: Path, folder: Path) -> None:
    """Put the site where it belongs; an older one makes way."""
    # Made for its owner alone, as all temporary folders are; a site is as readable as any other new folder.
    draft.chmod(0o777 & ~read_mask())
    if not folder.exists():
        draft.rename(folder)
        return
    # A folder cannot be replaced in one step; the old site is gone only when the new one is in its place.
    aside = Path(tempfile.mkdtemp(prefix=f".{folder.name[:40]}.", dir=folder.parent))
    old = folder.rename(aside / "old")
    try:
        draft.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


@attrs.frozen(kw_only=True)
class _Writer:
    """Writes the pages of one site."""

    db: Database
    folder: Path
    name: str
    made: str
    program: str

    def write_all(self, quality: str) -> Summary:
        report = read_report(self.db, self.name, list_audits(), {})
        foot = {"name": self.name, "made": self.made, "program": self.program}
        self._write("style.css", read_site_style())
        self._write(MARKER, f"A site that {self.program} made. It is replaced as a whole when it is made anew.\n")
        page = compose_report(report, made=self.made, program=self.program, quality=quality, home="index.html")
        self._write("audits.html", page)
        n_articles = self._write_lists("articles", ARTICLES, foot)
        n_sources = self._write_lists("sources", SOURCES, foot)
        for row in iterate(self.db, ARTICLES):
            place = place_of("articles", row["id"])
            self._write(place, render("article", root="../../", page=read_page(self.db, row["id"]), **foot))
        for row in iterate(self.db, SOURCES):
            place = place_of("sources", row["id"])
            self._write(place, render("source", root="../../", page=read_source(self.db, row), **foot))
        newest = {
            "articles": list(islice(iterate(self.db, ARTICLES), NEWEST)),
            "sources": list(islice(iterate(self.db, SOURCES), NEWEST)),
        }
        self._write("index.html", render("index", root="", report=report, quality=quality, **newest, **foot))
        return Summary(articles=n_articles, sources=n_sources)

    def _write_lists(self, kind: str, sql: str, foot: dict[str, Any]) -> int:
        """Write the list of all articles or sources, `PER_PAGE` on a page; give how many there are."""
        total = int(self.db.execute(f"SELECT count(*) FROM {kind}").fetchone()[0])  # noqa: S608 (one of our own tables)
        last = max(1, -(-total // PER_PAGE))
        for number, rows in enumerate(_batches(iterate(self.db, sql)), start=1):
            context = {"kind": kind, "rows": rows, "number": number, "last": last, "total": total}
            self._write(f"{kind}/page-{number}.html", render("list", root="../", **context, **foot))
        return total

    def _write(self, place: str, text: str) -> None:
        path = self.folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """The rows in lists of `PER_PAGE`; one empty list if there are none."""
    remaining = iter(rows)
    batch = list(islice(remaining, PER_PAGE))
    yield batch
    while batch := list(islice(remaining, PER_PAGE)):
        yield batch
