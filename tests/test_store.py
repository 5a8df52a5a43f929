"""What is written comes back, counts stay exact, and reviews outlive what they are about."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest
from sqlite_utils import Database

from provenance.errors import ProvenanceError
from provenance.models import Identity, SourceType, Trace
from provenance.rows import ArticleRows, from_rows, make_id, to_rows
from provenance.store import (
    Outcome,
    Version,
    add_review,
    delete_article,
    open_database,
    read_article,
    start_run,
    verify_database,
    write_article,
)
from tests.traced import make_trace

VERSION = Version(id="v1", program="1.0", weights=None, lexicon="words")
NEWER = Version(id="v2", program="1.1", weights=None, lexicon="words")

BRIDGE = "{source:Mayor Ada Quill} {cue:said} {content:the bridge was safe}."
TOLL = "{source:Mayor Ada Quill} {cue:insisted} {content:the toll would stay}."
FERRY = "{content:The ferry sank}, {source:the harbour office} {cue:said}, {relayer:reporters} relayed."
SILENCE = "{source:Tolliver Freight} {cue:declined to comment}."
CREDIT = "({photographer:Ines Marlow}/{agency:Reuters} via {distributor:Getty})"
RAIN = "It rained for nine days."


@pytest.fixture(name="db")
def _db(tmp_path: Path) -> Iterator[Database]:
    db = open_database(tmp_path / "news.db", create=True)
    start_run(db, VERSION, "by hand")
    start_run(db, NEWER, "by hand")
    yield db
    db.close()


def rows_of(
    *sentences: str, version: str = "v1", name: str = "story", outlet: str | None = "Harbour Post"
) -> ArticleRows:
    trace = make_trace(*sentences, name=name, outlet=outlet, url=f"https://news.example/{name}", published="2024-03-05")
    return to_rows(trace, version=version)


def differences(db: Database) -> list[str]:
    return [str(difference) for difference in verify_database(db)]


def source_counts(db: Database, name: str) -> tuple[int, ...]:
    columns = "n_claims, n_relayed, n_silences, n_photo_credits, n_articles, n_outlets"
    counts: tuple[int, ...] = db.execute(f"SELECT {columns} FROM sources WHERE name = ?", [name]).fetchone()  # noqa: S608
    return counts


@pytest.mark.parametrize("reference", ["id", "url", "name"])
def test_an_article_is_read_back_as_it_was_written(db: Database, reference: str) -> None:
    rows = rows_of(BRIDGE, FERRY, SILENCE, CREDIT, RAIN)

    assert write_article(db, rows) is Outcome.WRITTEN

    assert read_article(db, getattr(rows.article, reference)) == rows
    assert differences(db) == []


def test_an_act_is_read_back_as_one(db: Database) -> None:
    trace = make_trace(BRIDGE, SILENCE)
    acts = tuple(attrs.evolve(claim, attribution=attrs.evolve(claim.attribution, told=False)) for claim in trace.claims)
    write_article(db, to_rows(attrs.evolve(trace, claims=acts), version="v1"))

    read = read_article(db, trace.article.name)

    assert read is not None
    assert [(row["kind"], row["told"]) for row in db.table("claims").rows] == [("claim", 0), ("silence", 0)]
    assert [claim.told for claim in from_rows(read).claims] == [False, False]


def test_writing_the_same_again_changes_nothing(db: Database) -> None:
    write_article(db, rows_of(BRIDGE, FERRY))
    before = list(db.conn.iterdump())

    assert write_article(db, rows_of(BRIDGE, FERRY)) is Outcome.UNCHANGED

    assert list(db.conn.iterdump()) == before


def test_a_changed_article_replaces_its_claims_sources_and_search_entries(db: Database) -> None:
    write_article(db, rows_of(BRIDGE, SILENCE))

    assert write_article(db, rows_of(FERRY)) is Outcome.REPLACED

    assert read_article(db, "story") == rows_of(FERRY)
    assert {row["name"] for row in db.table("sources").rows} == {"the harbour office", "reporters"}
    assert list(db.table("claims").search("bridge")) == []
    assert [found["text"] for found in db.table("claims").search("ferries")] == ["The ferry sank"]
    assert differences(db) == []


def test_a_newer_version_writes_the_same_text_again(db: Database) -> None:
    write_article(db, rows_of(BRIDGE))

    assert write_article(db, rows_of(BRIDGE, version="v2")) is Outcome.REPLACED

    assert db.execute("SELECT version FROM articles").fetchall() == [("v2",)]


def test_counts_tell_claims_relays_silences_and_credits_apart(db: Database) -> None:
    write_article(db, rows_of(BRIDGE, TOLL, FERRY, SILENCE, CREDIT, name="one"))
    write_article(db, rows_of(BRIDGE, CREDIT, name="two", outlet="Valley News"))
    write_article(db, rows_of(BRIDGE, name="three", outlet=None))

    assert source_counts(db, "Mayor Ada Quill") == (4, 0, 0, 0, 3, 2)
    assert source_counts(db, "reporters") == (0, 1, 0, 0, 1, 1)
    assert source_counts(db, "Tolliver Freight") == (0, 0, 1, 0, 1, 1)
    assert source_counts(db, "Reuters") == (0, 0, 0, 2, 2, 2)
    assert db.execute("SELECT * FROM outlets ORDER BY name").fetchall() == [
        ("Harbour Post", 1, 3),
        ("Valley News", 1, 1),
    ]


def test_a_deleted_article_leaves_nothing_but_its_reviews(db: Database) -> None:
    rows = rows_of(BRIDGE, FERRY)
    write_article(db, rows)
    add_review(db, rows.claims[0].id, "confirmed")

    assert delete_article(db, rows.article.id)

    kept = {table.name: table.count for table in db.tables if table.count and "fts" not in table.name}
    assert kept.keys() & {"articles", "claims", "sources", "outlets", "source_votes", "source_aliases"} == set()
    assert kept["reviews"] == 1
    assert not delete_article(db, rows.article.id)


def test_what_most_claims_say_decides_who_a_source_is(db: Database) -> None:
    seen = [(SourceType.POLITICAL, "a"), (SourceType.GOVERNMENT, "b"), (SourceType.GOVERNMENT, "c")]

    for source_type, name in seen:
        profiles = {"Mayor Ada Quill": (Identity.NAMED_PERSON, source_type)}
        write_article(db, to_rows(make_trace(BRIDGE, name=name, profiles=profiles), version="v1"))

    assert db.execute("SELECT source_type FROM sources").fetchall() == [("government",)]
    assert db.execute("SELECT source_type FROM claims ORDER BY article").fetchall() != [("government",)] * 3


def test_a_picture_agency_that_is_also_quoted_keeps_both_types_in_its_claims(db: Database) -> None:
    quoted = "{source:Reuters} {cue:reported} {content:the port was shut}."
    profiles = {"Reuters": (Identity.NAMED_ORGANIZATION, SourceType.NEWS_MEDIA)}
    rows = to_rows(make_trace("({agency:Reuters})", quoted, profiles=profiles), version="v1")

    write_article(db, rows)

    assert read_article(db, "story") == rows
    assert [claim.source_type for claim in rows.claims] == ["photo_credit", "news_media"]
    assert differences(db) == []


def test_a_review_becomes_the_claims_status_and_survives_a_changed_text(db: Database) -> None:
    first, second = rows_of(BRIDGE, FERRY).claims
    write_article(db, rows_of(BRIDGE, FERRY))
    add_review(db, first.id, "corrected", source_name="Ada Quill's deputy", reviewer="mo", note="paragraph 2")
    add_review(db, second.id, "unsure")
    add_review(db, second.id, "confirmed")

    write_article(db, rows_of(RAIN, RAIN, FERRY))

    assert db.execute("SELECT id, review_status FROM claims").fetchall() == [(second.id, "confirmed")]
    assert [(r["claim"], r["verdict"]) for r in db.table("reviews").rows] == [
        (first.id, "corrected"),
        (second.id, "unsure"),
        (second.id, "confirmed"),
    ]
    assert differences(db) == []
    write_article(db, rows_of(RAIN, BRIDGE))
    assert db.execute("SELECT id, review_status FROM claims").fetchall() == [(first.id, "corrected")]


@pytest.mark.parametrize(
    ("claim", "verdict", "source_type", "message"),
    [
        ("nobody", "confirmed", None, "no claim has this id"),
        (None, "maybe", None, "not a verdict: maybe; choose one of confirmed"),
        (None, "unreviewed", None, "not a verdict: unreviewed"),
        (None, "confirmed", "wizard", "not a source type: wizard"),
    ],
)
def test_a_review_that_makes_no_sense_is_refused(
    db: Database, claim: str | None, verdict: str, source_type: str | None, message: str
) -> None:
    rows = rows_of(BRIDGE)
    write_article(db, rows)

    with pytest.raises(ProvenanceError, match=message):
        add_review(db, claim or rows.claims[0].id, verdict, source_type=source_type)

    assert db.table("reviews").count == 0


def test_two_articles_of_one_name_are_told_apart_by_id(db: Database) -> None:
    trace = make_trace(BRIDGE)
    other = Trace(
        article=type(trace.article)(name="story", origin="elsewhere", text=trace.article.text),
        claims=trace.claims,
        sentences=trace.sentences,
    )
    for each in (trace, other):
        write_article(db, to_rows(each, version="v1"))

    with pytest.raises(ProvenanceError, match="several articles have this name") as refused:
        read_article(db, "story")

    assert make_id("article", "elsewhere") in str(refused.value)


def test_an_unknown_article_is_named(db: Database) -> None:
    with pytest.raises(ProvenanceError, match="nothing-here: no article has this id"):
        read_article(db, "nothing-here")


def test_search_finds_words_speakers_and_cues_and_survives_a_vacuum(db: Database) -> None:
    for number in range(20):
        write_article(db, rows_of(BRIDGE, FERRY, name=f"story-{number}"))
    for number in range(0, 20, 3):
        delete_article(db, rows_of(BRIDGE, FERRY, name=f"story-{number}").article.id)
    db.conn.execute("VACUUM")

    assert differences(db) == []
    for query in ("bridge", "Quill", "reporter"):
        assert len(list(db.table("claims").search(query))) == 13


DAMAGE = [
    ("UPDATE articles SET text = 'x' || text", "claim_spans", "does not read"),
    ("UPDATE articles SET text = text || 'x'", "articles", "text_sha256 is"),
    ("UPDATE articles SET n_sources = 9", "articles", "n_sources is 9, should be 2"),
    ("UPDATE articles SET origin = 'elsewhere'", "articles", "id is"),
    ("UPDATE claims SET text = 'the bridge fell' WHERE position = 0", "claims", "text is 'the bridge fell'"),
    ("UPDATE claims SET source_type = 'press' WHERE position = 1", "article_sources", "source_type is 'unknown'"),
    ("UPDATE claims SET chain = 'somebody'", "claims", "chain is 'somebody'"),
    ("UPDATE claims SET context_end = 99999", "claims", "is not within the text"),
    ("UPDATE claims SET review_status = 'confirmed'", "claims", "review_status is 'confirmed', should be 'unreviewed'"),
    ("UPDATE claim_spans SET start = start + 1", "claim_spans", "does not read"),
    ('UPDATE attributions SET "end" = 99999 WHERE position = 0', "attributions", "is not within the text"),
    ("DELETE FROM attributions WHERE role = 'relayer'", "claims", "second_hand is 1, should be 0"),
    ('UPDATE sentences SET "end" = "end" + 40', "sentences", "overlaps another"),
    ("UPDATE sentences SET status = 'unattributed'", "articles", "unattributed_share is"),
    ("UPDATE sources SET n_claims = 7", "sources", "n_claims is 7, should be 1"),
    ("UPDATE sources SET n_outlets = 7", "sources", "n_outlets is 7, should be 1"),
    ("UPDATE sources SET source_type = 'press'", "sources", "source_type is 'press', should be 'unknown'"),
    ('UPDATE sources SET "key" = \'x\' || "key"', "sources", "whose id is"),
    ("UPDATE outlets SET n_articles = 3", "outlets", "n_articles is 3, should be 1"),
    ("INSERT INTO outlets VALUES ('Nobody''s Paper', 0, 0)", "outlets", "the number of rows is 1, should be 0"),
    ("DELETE FROM source_outlets", "source_outlets", "n_articles is 0, should be 1"),
    ("DELETE FROM source_votes WHERE field = 'name'", "source_votes", "n is 0, should be 1"),
    ("UPDATE source_aliases SET alias = 'X' || alias", "source_aliases", "n_articles is 0, should be 1"),
    ("DELETE FROM article_sources", "articles", "do not fit together"),
    ("DELETE FROM claims_fts_docsize", "claims_fts", "there are 0, should be 2"),
    ("INSERT INTO claims_fts (claims_fts) VALUES ('delete-all')", "claims_fts", "does not match the claims"),
    ("DELETE FROM sources WHERE n_relayed", "attributions", "refers to a row that sources does not have"),
]


@pytest.mark.parametrize(("damage", "table", "what"), DAMAGE, ids=[sql for sql, _, _ in DAMAGE])
def test_verification_names_what_differs(db: Database, damage: str, table: str, what: str) -> None:
    write_article(db, rows_of(BRIDGE, FERRY))
    db.execute("PRAGMA foreign_keys = OFF")
    db.execute(damage)

    found = [difference for difference in verify_database(db) if difference.table == table]

    assert [difference for difference in found if what in difference.what], differences(db)


def test_verification_leaves_the_database_as_it_was(db: Database) -> None:
    write_article(db, rows_of(BRIDGE, FERRY))
    before = list(db.conn.iterdump())

    assert differences(db) == differences(db) == []

    assert list(db.conn.iterdump()) == before
    assert not db.conn.in_transaction


def test_an_article_that_cannot_be_stored_whole_is_not_stored_at_all(db: Database) -> None:
    rows = rows_of(BRIDGE, FERRY, version="never registered")

    with pytest.raises(sqlite3.IntegrityError):
        write_article(db, rows)

    assert {db.table(name).count for name in ("articles", "claims", "sources", "outlets", "source_votes")} == {0}
