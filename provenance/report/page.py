"""A report as one page of HTML that loads and runs nothing: to mail around, to print, to keep."""

import re
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from provenance.audit import Value
from provenance.charts import show_share
from provenance.report.gathering import MOST_ROWS, Report, Section
from provenance.report.signs import clean

LONGEST_CELL = 240
"""In characters; a longer cell of a table is cut."""

SHARE = re.compile(r"(?:^|_)(?:share|average)$")
"""How the columns end that hold shares, 0 to 1."""

HELD = ("claim_id", "article_id", "source_id")
"""Columns for links, which a page without a server has none of."""


def compose_report(report: Report, *, made: str, program: str, quality: str = "", home: str = "") -> str:
    """Write a report as HTML. All that comes from the database is escaped.

    Args:
        report: what it shows.
        made: the day it was made, as it should read.
        program: the name and version of what made it.
        quality: what is known about how much is found, a sentence or two.
        home: the address of the page that it belongs to, if it belongs to one.
    """
    template = _environment().get_template("report.html")
    style = Markup(read_style())  # noqa: S704 (our own style sheets)
    context = {"made": made, "program": program, "quality": quality, "home": home, "most": MOST_ROWS}
    return template.render(report=report, style=style, **context)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("provenance.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"cell": show_cell, "clean": clean, "words": _words, "share": _share}
    environment.globals |= {"columns_of": shown_columns, "is_number": lambda value: isinstance(value, int | float)}
    return environment


@cache
def read_style() -> str:
    """The colours and charts of the published pages, so that a report looks like them, and the report's own lines."""
    ours = (files("provenance.publish") / "static" / "provenance.css").read_text(encoding="utf-8")
    return ours + (files("provenance.report") / "templates" / "report.css").read_text(encoding="utf-8")


def shown_columns(section: Section) -> list[int]:
    """The places of the columns that a table shows: no ids, and no words that the evidence below a row repeats."""
    hidden = {*HELD, *(["text"] if any(row.proof for row in section.rows) else [])}
    return [place for place, column in enumerate(section.columns) if column not in hidden]


def show_cell(value: Value, column: str) -> str:
    """A cell as it reads: shares as per cent, numbers with their thousands apart, long words cut."""
    if value is None:
        return ""
    if isinstance(value, int | float):
        return f"{value:.1%}" if SHARE.search(column) else f"{value:,}"
    return clean(value if len(value) <= LONGEST_CELL else value[: LONGEST_CELL - 1] + "…")


def _words(name: str) -> str:
    return name.replace("_", " ")


def _share(part: int, whole: int) -> str:
    return show_share(part / whole) if whole else "–"
