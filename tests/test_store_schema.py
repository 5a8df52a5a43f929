"""The tables are the row classes, and everything a reader filters by is declared, linked and indexed."""

import sqlite3
from collections.abc import Iterator
from enum import StrEnum
from types import NoneType
from typing import Any, get_args, get_type_hints

import attrs
import pytest
from sqlite_utils import Database

from provenance import models, rows
from provenance.store.combinations import PAIRED
from provenance.store.indexes import NARROWED
from provenance.store.migrations import migrations
from provenance.store.vocabularies import VOCABULARIES, Verdict

ROWS = {
    "articles": rows.ArticleRow,
    "claims": rows.ClaimRow,
    "claim_spans": rows.ClaimSpanRow,
    "attributions": rows.AttributionRow,
    "sentences": rows.SentenceRow,
    "article_sources": rows.AppearanceRow,
    "photographs": rows.PhotographRow,
}
ADDED = {
    "sources": (rows.SourceRow, "n_claims n_relayed n_silences n_photo_credits n_articles n_outlets n_direct"),
    "source_aliases": (rows.AliasRow, "n_articles"),
}
TYPES = {str: "TEXT", int: "INTEGER", float: "REAL"}
ENUMS = {
    "kinds": models.Kind,
    "source_types": models.SourceType,
    "identities": models.Identity,
    "quotations": models.Quotation,
    "channels": models.Channel,
    "stances": models.Stance,
    "roles": models.Role,
    "sentence_statuses": models.SentenceStatus,
    "review_verdicts": Verdict,
}


@pytest.fixture(name="db")
def _db() -> Iterator[Database]:
    db = Database(memory=True)
    migrations.apply(db)
    yield db
    db.close()


def declared(row_class: type[Any]) -> list[tuple[str, str, bool]]:
    hints = get_type_hints(row_class)
    columns = []
    for field in attrs.fields(row_class):
        kinds = get_args(hints[field.name]) or (hints[field.name],)
        (kind,) = (k for k in kinds if k is not NoneType)
        columns.append((field.name, TYPES[kind], NoneType not in kinds))
    return columns


def stored(db: Database, table: str) -> list[tuple[str, str, bool]]:
    return [(c.name, c.type, bool(c.notnull)) for c in db.table(table).columns]


@pytest.mark.parametrize("table", ROWS)
def test_a_table_has_the_columns_of_its_row_class(db: Database, table: str) -> None:
    assert stored(db, table) == declared(ROWS[table])


@pytest.mark.parametrize("table", ADDED)
def test_sources_and_aliases_add_only_counts(db: Database, table: str) -> None:
    row_class, counts = ADDED[table]

    assert stored(db, table) == declared(row_class) + [(name, "INTEGER", True) for name in counts.split()]


@pytest.mark.parametrize("table", ENUMS)
def test_a_vocabulary_holds_every_value_in_order_with_a_sentence_about_it(db: Database, table: str) -> None:
    enum: type[StrEnum] = ENUMS[table]

    terms = list(db.table(table).rows_where(order_by="position"))

    assert [term["value"] for term in terms] == [member.value for member in enum]
    assert [term["value"] for term in terms if not term["description"].endswith(".")] == []


def test_every_vocabulary_is_a_table(db: Database) -> None:
    assert set(VOCABULARIES) == {*ENUMS, "span_roles"}
    assert set(VOCABULARIES) <= set(db.table_names())


def test_every_foreign_key_leads_an_index_unless_it_has_few_values(db: Database) -> None:
    unindexed = [
        (table.name, key.column)
        for table in db.tables
        for key in table.foreign_keys
        if key.column not in {index.columns[0] for index in table.indexes}
    ]

    assert set(unindexed) == {("claims", "cue_stance"), ("claims", "kind"), ("claims", "quotation")}


def plan_of(db: Database, sql: str) -> list[str]:
    return [step[3] for step in db.execute(f"explain query plan {sql}").fetchall()]


@pytest.mark.parametrize("chosen", NARROWED)
def test_a_narrowed_page_is_read_in_its_order_from_one_index(db: Database, chosen: str) -> None:
    page = f"select * from claims where {chosen} = 'x' order by published desc, id limit 51"  # noqa: S608

    assert plan_of(db, page) == [f"SEARCH claims USING INDEX idx_claims_by_{chosen} ({chosen}=?)"]


@pytest.mark.parametrize("chosen", NARROWED)
@pytest.mark.parametrize("counted", [*PAIRED, "kind"])
def test_a_facet_of_a_narrowed_page_is_counted_from_an_index_alone(db: Database, chosen: str, counted: str) -> None:
    facet = f"select {counted} from claims where {chosen} = 'x' and kind = 'claim' and quotation = 'direct'"  # noqa: S608

    assert plan_of(db, facet) == [f"SEARCH claims USING COVERING INDEX idx_claims_by_{chosen} ({chosen}=?)"]


@pytest.mark.parametrize("where", ["1", "quotation = 'x'", "second_hand = 1 and cue_stance = 'y'"])
def test_a_page_that_is_narrowed_by_little_or_nothing_is_read_in_the_order_of_days(db: Database, where: str) -> None:
    page = f"select * from claims where {where} order by published desc, id limit 51"  # noqa: S608

    assert plan_of(db, page) == ["SCAN claims USING INDEX idx_claims_by_day"]


def test_a_period_is_read_from_the_index_by_day(db: Database) -> None:
    page = (
        "select * from claims where published >= '2025-01-01' and published <= '2025-02-01' order by published desc, id"
    )

    assert plan_of(db, page) == ["SEARCH claims USING INDEX idx_claims_by_day (published>? AND published<?)"]


def test_every_table_of_ours_refuses_a_value_of_the_wrong_type(db: Database) -> None:
    ours = [t for t in db.tables if t.schema.startswith("CREATE TABLE") and t.name[0] != "_" and "_fts" not in t.name]

    assert [table.name for table in ours if not table.strict] == []


@pytest.mark.parametrize(
    "sql",
    [
        "update reviews set verdict = 'rejected'",
        "delete from reviews",
        "insert or replace into reviews values (1, 'c', 'a', 'rejected', null, null, null, null, '2026-01-03', 'x')",
    ],
    ids=["update", "delete", "replace"],
)
def test_a_review_cannot_be_changed_or_removed(db: Database, sql: str) -> None:
    db.execute("insert into reviews values (1, 'c', 'a', 'confirmed', null, null, null, null, '2026-01-02', 'words')")

    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        db.execute(sql)
