"""Everything that a report shows, read from a database in one go, so that no figure contradicts another."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from itertools import chain, islice
from pathlib import Path
from typing import Any

import attrs
from sqlite_utils import Database

from provenance.audit import Answer, Audit, Value, answering, ask, check_parameters
from provenance.charts import COUNTED, Choice, draw_choice, read_choice
from provenance.report.evidence import Proof, find_proofs
from provenance.report.signs import clean
from provenance.store import open_for_reading

MOST_ROWS = 50
"""How many rows of an audit are shown; how many there are beside them is said."""

NARROWED = """
(:outlet = '' or outlet = :outlet)
and (:since = '' or published >= :since) and (:until = '' or published <= :until || '~')
"""
FIGURES = f"""
select
  count(*) as articles, total(n_claims) as claims, total(n_silences) as silences,
  total(n_photo_credits) as photo_credits, count(distinct outlet) as outlets,
  min(published) as since, max(published) as until,
  total(n_anonymous) as anonymous, total(n_second_hand) as second_hand,
  total(n_sentences) as sentences, total(n_unattributed) as unattributed,
  (select count(distinct source) from article_sources where n_claims > 0 and {NARROWED}) as sources,
  (select count(*) from ingest_errors) as failures
from articles where {NARROWED}
"""  # noqa: S608 (put together from this module's own text; values are bound)
TYPES = f"""
select source_type, count(*) as claims from claims where kind = 'claim' and {NARROWED}
group by source_type order by claims desc, source_type
"""  # noqa: S608 (likewise)
PROGRAMS = f"""
select distinct versions.program from articles join versions on versions.id = articles.version
where {NARROWED} order by 1
"""  # noqa: S608 (likewise)
MIX = read_choice("bars claims by source_type")


@attrs.frozen(kw_only=True)
class Figures:
    """What the database holds, or the part of it that the report is about. Days are ISO 8601, None if none is known."""

    articles: int
    claims: int
    silences: int
    photo_credits: int
    outlets: int
    sources: int
    since: str | None
    until: str | None
    anonymous: int
    second_hand: int
    sentences: int
    unattributed: int
    failures: int


@attrs.frozen(kw_only=True)
class Row:
    """A finding: its cells, and the words that prove it if the audit links a claim."""

    cells: tuple[Value, ...]
    proof: Proof | None


@attrs.frozen(kw_only=True)
class Section:
    """An audit and what it found: the first rows of `n_rows`, and the chart as markup, empty if there is none."""

    audit: Audit
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    n_rows: int
    chart: str


@attrs.frozen(kw_only=True)
class Report:
    """Everything that a report shows.

    `narrowed` are the parameters it was asked with, `mix` is a chart of the kinds of source as markup, and `programs`
    are the versions that read the articles.
    """

    name: str
    narrowed: Mapping[str, str]
    figures: Figures
    mix: str
    sections: tuple[Section, ...]
    programs: tuple[str, ...]


def gather_report(database: Path, audits: Sequence[Audit], parameters: Mapping[str, str]) -> Report:
    """Ask audits of a database, all of one moment, narrowed by the same parameters.

    Raises:
        UnknownAudit: if one of the audits does not take one of the parameters.
        UnusableDatabase: if the database is missing, not this program's, or cannot be read.
    """
    for audit in audits:
        check_parameters(audit, parameters)
    with closing(open_for_reading(database)) as db, answering(database):
        db.conn.execute("BEGIN")
        return read_report(db, database.stem, audits, parameters)


def read_report(db: Database, name: str, audits: Sequence[Audit], parameters: Mapping[str, str]) -> Report:
    """Ask audits of an open database that its reader calls `name`; the audits must take the parameters."""
    narrowed = {given: value for given, value in parameters.items() if value}
    values = {"outlet": "", "since": "", "until": ""} | narrowed
    return Report(
        name=name,
        narrowed=narrowed,
        figures=_figures(db, values),
        mix=_mix(db, values),
        sections=tuple(_section(db, audit, parameters) for audit in audits),
        programs=tuple(row[0] for row in db.execute(PROGRAMS, values)),
    )


def _figures(db: Database, values: dict[str, str]) -> Figures:
    cursor = db.execute(FIGURES, values)
    names = [column[0] for column in cursor.description]
    # SQLite's total() gives a float even of whole numbers.
    found = (int(value) if isinstance(value, float) else value for value in cursor.fetchone())
    row: dict[str, Any] = dict(zip(names, found, strict=True))
    return Figures(**row)


def _mix(db: Database, values: dict[str, str]) -> str:
    rows = db.execute(TYPES, values).fetchall()
    return draw_choice(MIX, ("source_type", "claims"), rows, title="Claims by kind of source")


def _section(db: Database, audit: Audit, parameters: Mapping[str, str]) -> Section:
    answer = ask(db, audit, parameters)
    first = list(islice(answer.rows, MOST_ROWS))
    n_rows, chart = _draw(audit, answer, first)
    proofs = _prove(db, answer.columns, first)
    return Section(
        audit=audit,
        columns=answer.columns,
        rows=tuple(Row(cells=cells, proof=proof) for cells, proof in zip(first, proofs, strict=True)),
        n_rows=n_rows,
        chart=chart,
    )


def _draw(audit: Audit, answer: Answer, first: Sequence[tuple[Value, ...]]) -> tuple[int, str]:
    """Count the rows and draw all of them, of which no more is kept than what the chart shows."""
    places = [place for place, column in enumerate(answer.columns) if column in _drawn(audit.chart)]
    kept, n_rows = list[tuple[Value, ...]](), 0
    for row in chain(first, answer.rows):
        n_rows += 1
        if audit.chart:
            kept.append(tuple(clean(cell) if isinstance(cell := row[place], str) else cell for place in places))
    columns = [answer.columns[place] for place in places]
    return n_rows, draw_choice(audit.chart, columns, kept, title=audit.title) if audit.chart else ""


def _drawn(choice: Choice | None) -> set[str]:
    """The columns that a chart needs; it has its colours from the kind of source."""
    return {choice.value, choice.by, choice.within, "source_type"} - {COUNTED} if choice else set()


def _prove(db: Database, columns: Sequence[str], rows: Iterable[tuple[Value, ...]]) -> list[Proof | None]:
    place = columns.index("claim_id") if "claim_id" in columns else None
    claims = [str(row[place]) if place is not None and row[place] else None for row in rows]
    proofs = find_proofs(db, filter(None, claims))
    return [proofs.get(claim) if claim else None for claim in claims]
