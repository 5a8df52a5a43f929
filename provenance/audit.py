"""Questions about sourcing, asked of the database in SQL: one file of `db/audits` each.

A file begins with comment lines that say what the question is (`title`), why it matters (`why`), what an answer means
(`finding`), what is drawn beside it (`chart`), and which parameters it takes: `:outlet (all outlets): only this
outlet`, where the words in brackets say what leaving it empty means. A comment line that is indented continues the one
before it. The rest is the query.
"""

import csv
import io
import json
import operator
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import attrs
import yaml
from rich.box import SIMPLE
from rich.table import Table
from rich.text import Text
from sqlite_utils import Database

from provenance.charts import Choice, read_choice
from provenance.errors import UnknownAudit, UnusableDatabase
from provenance.store import open_for_reading

Value = str | int | float | None
"""What a cell of a finding holds."""

HEADING = re.compile(r"-- (?P<key>title|why|finding|chart|:[a-z_]+)(?: \((?P<empty>[^)]*)\))?: (?P<words>.*)")
CONTINUATION = "--   "
CONDITION = re.compile(
    r"""(?P<column>[A-Za-z_]\w*)\s*(?P<sign><=|>=|==|!=|=|<|>)\s*(?P<value>'[^']*'|"[^"]*"|[^\s<>=!'"][^<>=!'"]*)"""
)
COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "==": operator.eq,
    "!=": operator.ne,
}
DAYS = frozenset(("since", "until"))
"""The parameters that hold a day, or a month or year for its first or last."""
DAY = re.compile(r"(?:\d{4}(?:-\d{2}(?:-\d{2})?)?)?")
ROW_COUNT = "rows"
"""The name that stands for the number of rows in a condition."""


@attrs.frozen(kw_only=True)
class Parameter:
    """Something an audit can be narrowed by; `empty` says what leaving it out means."""

    name: str
    empty: str
    description: str


@attrs.frozen(kw_only=True)
class Audit:
    """A question about sourcing: what it asks, why that matters, how to read and draw what it finds, and the query."""

    name: str
    title: str
    why: str
    finding: str
    parameters: tuple[Parameter, ...]
    sql: str
    chart: Choice | None = None


@attrs.frozen(kw_only=True)
class Findings:
    """What an audit found: the names of the columns, and the rows in the order of the query."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


@attrs.frozen(kw_only=True)
class Answer:
    """What an audit finds, its rows still to be read, once."""

    columns: tuple[str, ...]
    rows: Iterator[tuple[Value, ...]]


@attrs.frozen(kw_only=True)
class Condition:
    """A comparison of a column, or of the number of rows, with a value."""

    column: str
    sign: str
    value: float | str

    def holds(self, findings: Findings) -> bool:
        """Whether the number of rows, or the column in any row, compares as stated; an empty cell never does.

        Raises:
            UnknownAudit: if the findings have no such column.
        """
        if self.column == ROW_COUNT:
            return self._compares(len(findings.rows))
        if self.column not in findings.columns:
            known = ", ".join((ROW_COUNT, *findings.columns))
            raise UnknownAudit(f"no column {self.column!r} to compare", remedy=f"use one of {known}")
        place = findings.columns.index(self.column)
        return any(self._compares(row[place]) for row in findings.rows)

    def _compares(self, cell: Value) -> bool:
        alike = isinstance(cell, str) if isinstance(self.value, str) else isinstance(cell, int | float)
        return alike and COMPARISONS[self.sign](cell, self.value)


@cache
def list_audits() -> tuple[Audit, ...]:
    """Every audit, by name."""
    folder = files("provenance.db") / "audits"
    found = sorted((file for file in folder.iterdir() if file.name.endswith(".sql")), key=lambda file: file.name)
    return tuple(read_audit(file.name.removesuffix(".sql"), file.read_text(encoding="utf-8")) for file in found)


def find_audit(name: str) -> Audit:
    """The audit of this name.

    Raises:
        UnknownAudit: if there is none; the message names the nearest.
    """
    audits = {audit.name: audit for audit in list_audits()}
    if name in audits:
        return audits[name]
    near = get_close_matches(name, audits, n=1, cutoff=0.4)
    remedy = f"did you mean {near[0]}?" if near else f"choose one of {', '.join(audits)}"
    raise UnknownAudit("no audit has this name", where=name, remedy=remedy)


def read_audit(name: str, text: str) -> Audit:
    """Read an audit's file: the comment lines at its top, then the query.

    Raises:
        UnknownAudit: if a heading is missing, a comment line at the top is neither heading nor continuation, or the
            chart cannot be drawn.
    """
    lines = text.splitlines()
    top = next((i for i, line in enumerate(lines) if not line.startswith("--")), len(lines))
    headings = list(_read_headings(name, lines[:top]))
    prose = {key: words for key, _, words in headings if not key.startswith(":")}
    if missing := {"title", "why", "finding"} - prose.keys():
        raise UnknownAudit(f"the heading lacks {', '.join(sorted(missing))}", where=f"{name}.sql")
    try:
        chart = read_choice(prose.pop("chart")) if "chart" in prose else None
    except ValueError as error:
        raise UnknownAudit(str(error), where=f"{name}.sql") from error
    return Audit(
        name=name,
        **prose,
        chart=chart,
        parameters=tuple(
            Parameter(name=key[1:], empty=empty, description=words)
            for key, empty, words in headings
            if key.startswith(":")
        ),
        sql="\n".join(lines[top:]).strip(),
    )


def _read_headings(name: str, lines: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Pair each heading with what empty means and with its words, continuation lines joined on."""
    joined: list[str] = []
    for line in lines:
        if line.startswith(CONTINUATION) and joined:
            joined[-1] += " " + line.removeprefix(CONTINUATION)
        else:
            joined.append(line)
    for line in joined:
        match = HEADING.fullmatch(line)
        if match is None:
            raise UnknownAudit(f"not a heading: {line}", where=f"{name}.sql")
        yield match["key"], match["empty"] or "", match["words"]


def run_audit(database: Path, name: str, parameters: Mapping[str, str] | None = None) -> Findings:
    """Ask one audit of a database that is opened for reading only; parameters left out are empty.

    Raises:
        UnknownAudit: if no audit has this name, or it does not take one of the parameters.
        UnusableDatabase: if the database is missing, not this program's, or cannot be read.
    """
    audit = find_audit(name)
    check_parameters(audit, parameters or {})
    with closing(open_for_reading(database)) as db, answering(database):
        answer = ask(db, audit, parameters or {})
        return Findings(columns=answer.columns, rows=tuple(answer.rows))


def ask(db: Database, audit: Audit, parameters: Mapping[str, str]) -> Answer:
    """Ask an audit of an open database; parameters left out, and those that it does not take, are empty.

    Its rows are read while they are asked for; what goes wrong then is for `answering` to tell.
    """
    cursor = db.execute(audit.sql, {p.name: parameters.get(p.name, "") for p in audit.parameters})
    return Answer(columns=tuple(column[0] for column in cursor.description), rows=cursor)


@contextmanager
def answering(database: Path) -> Iterator[None]:
    """Turn what SQLite refuses while an audit is asked into `UnusableDatabase`."""
    try:
        yield
    except sqlite3.Error as error:
        remedy = "check it with `provenance verify`"
        raise UnusableDatabase(f"cannot be audited ({error})", where=str(database), remedy=remedy) from error


def check_parameters(audit: Audit, parameters: Mapping[str, str]) -> None:
    """See that an audit takes these parameters, and that days are days.

    Raises:
        UnknownAudit: if it does not, or one is not.
    """
    known = [parameter.name for parameter in audit.parameters]
    for given, value in parameters.items():
        if given not in known:
            remedy = f"it takes {', '.join(known)}"
            raise UnknownAudit(f"the audit takes no parameter {given!r}", where=audit.name, remedy=remedy)
        if given in DAYS and not DAY.fullmatch(value):
            raise UnknownAudit(f"{given} is not a day", where=value, remedy="write it as 2025-03-01")


def list_shared() -> tuple[Parameter, ...]:
    """The parameters that every audit takes, and in the same sense."""
    audits = list_audits()
    return tuple(p for p in audits[0].parameters if all(p.name in {q.name for q in a.parameters} for a in audits))


def read_condition(text: str) -> Condition:
    """Read a condition such as `rows>0`, `anonymous_share > 0.2` or `source_type = 'state_media'`.

    Raises:
        UnknownAudit: if it is not a column, a comparison and a number or word, or compares the rows with a word.
    """
    match = CONDITION.fullmatch(text.strip())
    value = _read_value(match["value"]) if match else ""
    if match is None or (match["column"] == ROW_COUNT and isinstance(value, str)):
        remedy = "write a column, a comparison and a value, as in rows>0 or anonymous_share>0.2"
        raise UnknownAudit("not a condition", where=text, remedy=remedy)
    return Condition(column=match["column"], sign=match["sign"], value=value)


def _read_value(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text[1:-1] if text[0] in "'\"" else text


def as_table(audit: Audit, findings: Findings) -> Table:
    """Lay findings out for the terminal, under the audit's title; ids are left to CSV, JSON and the browser."""
    table = Table(title=audit.title, title_justify="left", caption=audit.finding, caption_justify="left", box=SIMPLE)
    shown = [place for place, column in enumerate(findings.columns) if not column.endswith("_id")]
    for place in shown:
        numeric = all(isinstance(row[place], int | float | None) for row in findings.rows)
        table.add_column(findings.columns[place].replace("_", " "), justify="right" if numeric else "left")
    for row in findings.rows:
        table.add_row(*(Text(_printable(row[place])) for place in shown))
    return table


def _printable(value: Value) -> str:
    """A cell on one line, without anything that would steer the terminal: its words come from articles."""
    words = "" if value is None else str(value)
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in " ".join(words.split()))


def as_csv(findings: Findings) -> str:
    """Write findings as CSV with a heading line; an empty cell is a missing value."""
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(findings.columns)
    writer.writerows(findings.rows)
    return page.getvalue()


def as_json(findings: Findings) -> str:
    """Write findings as a JSON array with one object for each row."""
    rows = [dict(zip(findings.columns, row, strict=True)) for row in findings.rows]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def as_queries(audits: Sequence[Audit]) -> str:
    """Write audits as the YAML block of canned queries for `metadata.yml`.

    `finding`, `chart` and `meanings` are for our own page of a query; the other keys are Datasette's.
    """
    block = {
        audit.name: {
            "title": audit.title,
            "description": audit.why,
            "finding": audit.finding,
            **({"chart": str(audit.chart)} if audit.chart else {}),
            "hide_sql": True,
            "params": [parameter.name for parameter in audit.parameters],
            "meanings": {p.name: f"{p.description} (empty: {p.empty})" for p in audit.parameters},
            "sql": audit.sql + "\n",
        }
        for audit in audits
    }
    return yaml.dump(block, Dumper=_BlockDumper, sort_keys=False, allow_unicode=True, width=110)


class _BlockDumper(yaml.SafeDumper):
    """Writes texts of several lines as blocks, so that the SQL reads as SQL."""


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_BlockDumper.add_representer(str, _represent_text)


def as_page(audits: Sequence[Audit]) -> str:
    """Write audits as the Markdown of `docs/audits.md`."""
    return "\n".join(line for audit in audits for line in _page_lines(audit))


def _page_lines(audit: Audit) -> Iterator[str]:
    yield from (f"## {audit.title}", "", f"`provenance audit {audit.name}`", "", audit.why, "", audit.finding, "")
    yield from ("| parameter | meaning | when empty |", "| --- | --- | --- |")
    yield from (f"| `{p.name}` | {p.description} | {p.empty} |" for p in audit.parameters)
    yield from ("", "```sql", audit.sql, "```", "")
