"""What is counted when an article is written is what a plain count of the claims gives, whatever is done to them."""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path

import pytest
from sqlite_utils import Database

from provenance.rows import article_id, to_rows
from provenance.store import (
    add_review,
    delete_article,
    merge_sources,
    open_database,
    split_source,
    verify_database,
    write_article,
    write_articles,
)
from provenance.store.combinations import BROWSED, COMBINATIONS, DAY, FURTHER
from provenance.store.migrations import APPLICATION_ID, migrations
from tests.newsroom import KCNA, MAYOR, PILOT, STORIES, VERSION, build, said, silent, story
from tests.traced import dump

TIDE = "{source:Somebody} {cue:said} {content:the tide was high}. {source2:She} {cue2:said} {content2:“It was low.”}"
AGAIN = story("tide", TIDE, said(KCNA), silent(MAYOR), outlet="Inland Gazette", published="2026-05-20")


@pytest.fixture(name="db")
def _db(tmp_path: Path) -> Iterator[Database]:
    path = build(tmp_path / "news.db", *STORIES, story("tide", TIDE, said(PILOT), said(PILOT, relayed_by=KCNA)))
    db = open_database(path, create=False)
    yield db
    db.close()


def count_plainly(db: Database) -> Counter[tuple[str, ...]]:
    """Every combination of values that a claim has, counted one by one."""
    counts = Counter[tuple[str, ...]]()
    sets = [set(facets) for n in range(4) for facets in combinations((DAY, *BROWSED, *FURTHER), n)]
    kept = [facets for facets in sets if facets <= set(BROWSED) or (len(facets) < 3 and facets)]
    for claim in db.query("select * from claims"):
        for facets in kept:
            ordered = [facet for facet in (DAY, *BROWSED, *FURTHER) if facet in facets]
            values = ["" if claim[facet] is None else str(claim[facet]) for facet in ordered]
            counts[claim["kind"], ",".join(ordered), *values, *[""] * (3 - len(ordered))] += 1
    return counts


def stored(db: Database) -> Counter[tuple[str, ...]]:
    return Counter({tuple(row.values())[:5]: row["n"] for row in db.query("select * from claim_counts")})


def do_nothing(db: Database) -> None:
    assert db.table("claims").count == 15


def write_another(db: Database) -> None:
    write_article(db, to_rows(story("other", TIDE, said(KCNA), said()), version=VERSION.id))


def write_several(db: Database) -> None:
    others = [story(f"other-{n}", TIDE, said(KCNA), said()) for n in range(3)]
    write_articles(db, [to_rows(other, version=VERSION.id) for other in (*others, AGAIN)])


def replace(db: Database) -> None:
    write_article(db, to_rows(AGAIN, version=VERSION.id))


def review(db: Database) -> None:
    for claim in db.query("select id from claims limit 3"):
        add_review(db, claim["id"], "corrected", source_type="press", source_name="Somebody else")


def delete(db: Database) -> None:
    assert delete_article(db, article_id(STORIES[0].article))


def delete_all(db: Database) -> None:
    for article in list(db.query("select id from articles")):
        delete_article(db, article["id"])
    assert db.table("claim_counts").count == 0


def merge(db: Database) -> None:
    assert merge_sources(db, "Ilse Brandt", ["KCNA", "Tomas Reyl"]) > 0


def merge_and_split(db: Database) -> None:
    merge(db)
    assert split_source(db, "KCNA") > 0
    assert split_source(db, "Ilse Brandt", ["two-voices"]) > 0


STEPS = [do_nothing, write_another, write_several, replace, review, delete, delete_all, merge, merge_and_split]


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.__name__)
def test_the_counts_are_those_of_a_plain_count_after(step: Callable[[Database], None], db: Database) -> None:
    step(db)

    assert stored(db) == count_plainly(db)
    assert [str(difference) for difference in verify_database(db)] == []


def test_every_combination_is_counted_once() -> None:
    assert len(COMBINATIONS) == len({frozenset(facets) for facets in COMBINATIONS})


@pytest.mark.parametrize(
    ("damage", "table"),
    [
        ("update claim_counts set n = n + 1 where facets = 'outlet,source_type'", "claim_counts"),
        ("delete from claim_counts where facets = ''", "claim_counts"),
        ("insert into claim_counts values ('claim', 'outlet', 'Nobody', '', '', 1)", "claim_counts"),
        ("update articles set n_anonymous = 7", "articles"),
        ("update article_sources set n_claims = 7", "article_sources"),
        ("update sources set n_direct = 7", "sources"),
        ("update claims set state_medium = 'Nobody'", "claims"),
        ("update photographs set agency = 'Nobody'", "photographs"),
        ("delete from photographs", "photographs"),
    ],
)
def test_verification_counts_them_anew(damage: str, table: str, db: Database) -> None:
    db.execute(damage)

    assert {difference.table for difference in verify_database(db)} == {table}


def test_an_older_database_becomes_what_it_would_be_today(db: Database, tmp_path: Path) -> None:
    merge_and_split(db)
    review(db)
    path = tmp_path / "old.db"
    old = Database(path)
    old.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    migrations.apply(old, stop_before="add_sums_of_articles")
    old.attach("today", tmp_path / "news.db")
    for table in old.tables:
        if not table.name.startswith(("_", "claims_fts", "sqlite_")):
            columns = ", ".join(f'"{column.name}"' for column in table.columns)
            copied = f"SELECT {columns} FROM today.{table.name}"  # noqa: S608 (names of our own)
            old.execute(f"INSERT OR IGNORE INTO {table.name} ({columns}) {copied}")
    old.close()
    migrated = open_database(path, create=False)

    assert dump(migrated) == dump(db)
    assert migrated.schema == db.schema
    assert [str(difference) for difference in verify_database(migrated)] == []
    migrated.close()
