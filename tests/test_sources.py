"""A person says that two sources are one, or one is two: it holds at once and later, and can be taken back."""

import contextlib
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest
from click.testing import CliRunner, Result
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from provenance.cli import main
from provenance.errors import ProvenanceError
from provenance.models import Identity, SourceType
from provenance.rows import ArticleRows, article_id, source_id, to_rows
from provenance.store import (
    Deciding,
    Version,
    delete_article,
    merge_sources,
    open_database,
    read_article,
    split_source,
    start_run,
    verify_database,
    write_article,
)
from provenance.store.migrations import APPLICATION_ID, migrations
from provenance.store.rekeying import read_decisions
from tests.traced import dump, make_trace

BRIDGE = "{source:Ada Quill} {cue:said} {content:the bridge was safe}."
TOLL = "{source:Mayor Quill} {cue:insisted} {content:the toll would stay}."
FERRY = "{content:The ferry sank}, {source:Tolliver Freight} {cue:said}, {relayer:Mayor Quill} relayed."
BY = Deciding(note="same desk", reviewer="ines", decided_at="2024-03-05")
PROFILES = {
    "Ada Quill": (Identity.NAMED_PERSON, SourceType.GOVERNMENT),
    "Mayor Quill": (Identity.NAMED_PERSON, SourceType.POLITICAL),
}


def open_fresh(path: Path) -> Database:
    db = open_database(path, create=True)
    for version in ("v1", "v2"):
        start_run(db, Version(id=version, program=version, weights=None, lexicon="l"), "by hand")
    return db


@pytest.fixture(name="db")
def _db(tmp_path: Path) -> Iterator[Database]:
    db = open_fresh(tmp_path / "news.db")
    write_article(db, rows_of(BRIDGE, TOLL, name="one"))
    write_article(db, rows_of(TOLL, TOLL, FERRY, name="two"))
    yield db
    db.close()


def rows_of(*sentences: str, name: str, version: str = "v1") -> ArticleRows:
    trace = make_trace(*sentences, name=name, outlet="Harbour Post", profiles=PROFILES)
    return to_rows(trace, version=version)


def content(db: Database) -> str:
    """Everything stored but the decisions themselves."""
    return "\n".join(line for line in dump(db).splitlines() if not line.startswith("source_decisions"))


def differences(db: Database) -> list[str]:
    return [str(difference) for difference in verify_database(db)]


def keys(db: Database) -> list[str]:
    return [row["key"] for row in db.table("sources").rows_where(order_by="key")]


def counts(db: Database, key: str) -> tuple[int, ...]:
    row = db.table("sources").get(source_id(key))
    return (row["n_claims"], row["n_relayed"], row["n_articles"])


@pytest.mark.parametrize(
    "reference", ["Mayor Quill", "mayor quill", source_id("mayor quill")], ids=["name", "key", "id"]
)
def test_a_merge_makes_one_source_of_two(db: Database, reference: str) -> None:
    assert merge_sources(db, "Ada Quill", [reference], BY) == 2

    assert keys(db) == ["ada quill", "tolliver freight"]
    assert db.table("sources").get(source_id("ada quill"))["name"] == "Ada Quill"
    assert counts(db, "ada quill") == (4, 1, 2)
    aliases = db.execute("SELECT alias, n_articles FROM source_aliases WHERE source = ?", [source_id("ada quill")])
    assert sorted(aliases.fetchall()) == [("Ada Quill", 1), ("Mayor Quill", 2)]
    assert read_article(db, "one").article.n_sources == 1
    assert differences(db) == []


def test_a_merge_keeps_what_the_program_said(db: Database) -> None:
    merge_sources(db, "Ada Quill", ["Mayor Quill"], BY)

    assert {claim.source_type for claim in read_article(db, "one").claims} == {"government", "political"}
    found = db.execute("SELECT key, source_type FROM found_sources WHERE key = 'mayor quill'").fetchall()
    assert found == [("mayor quill", "political")] * 4
    (decision,) = db.table("source_decisions").rows
    assert decision == {
        "id": 1,
        "action": "merge",
        "source_key": "mayor quill",
        "source_name": "Mayor Quill",
        "into_key": "ada quill",
        "into_name": "Ada Quill",
        "article": None,
        "note": "same desk",
        "reviewer": "ines",
        "decided_at": "2024-03-05",
    }


def test_a_merge_is_remembered_when_articles_are_read_again_or_for_the_first_time(db: Database) -> None:
    merge_sources(db, "Ada Quill", ["Mayor Quill"], BY)

    write_article(db, rows_of(BRIDGE, TOLL, name="one", version="v2"))
    write_article(db, rows_of(TOLL, name="three"))

    assert keys(db) == ["ada quill", "tolliver freight"]
    assert counts(db, "ada quill") == (5, 1, 3)
    assert differences(db) == []


def test_a_merge_outlives_the_articles_it_was_made_for(db: Database) -> None:
    merge_sources(db, "Ada Quill", ["Mayor Quill"], BY)
    for name in ("one", "two"):
        assert delete_article(db, rows_of(name=name).article.id)
    assert (keys(db), differences(db)) == ([], [])

    write_article(db, rows_of(TOLL, name="four"))

    assert keys(db) == ["ada quill"]
    assert differences(db) == []


@pytest.mark.parametrize(
    "reference", ["Mayor Quill", "mayor quill", source_id("mayor quill")], ids=["name", "key", "id"]
)
def test_undoing_a_merge_leaves_everything_as_before(db: Database, reference: str) -> None:
    before = content(db)
    merge_sources(db, "Ada Quill", ["Mayor Quill"], BY)
    assert content(db) != before

    assert split_source(db, reference) == 2

    assert content(db) == before
    assert [row["action"] for row in db.table("source_decisions").rows] == ["merge", "split"]
    assert differences(db) == []


def test_what_was_merged_goes_along_when_its_source_is_merged(db: Database) -> None:
    before = content(db)
    merge_sources(db, "Ada Quill", ["Mayor Quill"])
    merge_sources(db, "Tolliver Freight", ["Ada Quill"])
    assert keys(db) == ["tolliver freight"]

    split_source(db, "Ada Quill")
    assert keys(db) == ["ada quill", "tolliver freight"]
    split_source(db, "Mayor Quill")

    assert content(db) == before


def test_a_source_that_is_two_people_is_split_by_articles_and_stays_so(db: Database) -> None:
    before = content(db)

    assert split_source(db, "Mayor Quill", ["two"], BY) == 1

    assert keys(db) == ["ada quill", "mayor quill", "mayor quill#1", "tolliver freight"]
    assert (counts(db, "mayor quill"), counts(db, "mayor quill#1")) == ((1, 0, 1), (2, 1, 1))
    write_article(db, rows_of(TOLL, TOLL, FERRY, name="two", version="v2"))
    assert counts(db, "mayor quill#1") == (2, 1, 1)
    assert differences(db) == []

    write_article(db, rows_of(TOLL, TOLL, FERRY, name="two"))
    merge_sources(db, "mayor quill", ["mayor quill#1"])
    assert content(db) == before


def test_a_source_of_which_all_was_split_off_can_be_put_together_again(db: Database) -> None:
    before = content(db)
    split_source(db, "Mayor Quill", ["one", "two"])
    assert keys(db) == ["ada quill", "mayor quill#1", "tolliver freight"]

    merge_sources(db, "mayor quill", ["mayor quill#1"])

    assert content(db) == before


def test_a_split_holds_when_the_rest_is_merged(db: Database) -> None:
    split_source(db, "Mayor Quill", ["two"])
    merge_sources(db, "Ada Quill", ["mayor quill"])

    assert keys(db) == ["ada quill", "mayor quill#1", "tolliver freight"]
    assert differences(db) == []


def test_a_name_that_two_sources_have_is_refused_with_their_ids(db: Database) -> None:
    split_source(db, "Mayor Quill", ["two"])

    with pytest.raises(ProvenanceError, match="Mayor Quill: several sources have this name; give an id: ") as refused:
        merge_sources(db, "Ada Quill", ["Mayor Quill"])

    assert all(source_id(key) in str(refused.value) for key in ("mayor quill", "mayor quill#1"))


def test_what_is_refused_changes_nothing(db: Database) -> None:
    before = dump(db)

    with pytest.raises(ProvenanceError, match="Ines: no source has this id, key or name; find it with: provenance"):
        merge_sources(db, "Ada Quill", ["Mayor Quill", "Ines"])
    with pytest.raises(ProvenanceError, match="Ada Quill: this is the source to keep; name another one"):
        merge_sources(db, "Ada Quill", ["Mayor Quill", "ada quill"])
    with pytest.raises(ProvenanceError, match="Ada Quill: no merged source has this id, key or name; see"):
        split_source(db, "Ada Quill")
    with pytest.raises(ProvenanceError, match="two: the article does not name Ada Quill; look at it with"):
        split_source(db, "Ada Quill", ["one", "two"])
    with pytest.raises(ProvenanceError, match="nine: no article has this id, URL or name"):
        split_source(db, "Ada Quill", ["nine"])

    assert dump(db) == before


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE source_decisions SET into_key = 'x'",
        "DELETE FROM source_decisions",
        "INSERT OR REPLACE INTO source_decisions SELECT * FROM source_decisions",
    ],
    ids=["update", "delete", "replace"],
)
def test_a_decision_cannot_be_changed_or_removed(db: Database, sql: str) -> None:
    merge_sources(db, "Ada Quill", ["Mayor Quill"])

    with pytest.raises(sqlite3.IntegrityError, match="append-only: add another decision instead"):
        db.execute(sql)


@pytest.mark.parametrize(
    ("sql", "table"),
    [
        ("DELETE FROM found_sources WHERE key = 'mayor quill'", "found_sources"),
        ("UPDATE found_sources SET key = 'someone else' WHERE key = 'mayor quill'", "claims"),
        (
            "UPDATE attributions SET source = (SELECT id FROM sources WHERE key = 'tolliver freight') "
            "WHERE role = 'relayer'",
            "attributions",
        ),
    ],
    ids=["lost", "another", "chain"],
)
def test_verify_sees_what_does_not_agree_with_the_decisions(db: Database, sql: str, table: str) -> None:
    merge_sources(db, "Ada Quill", ["Mayor Quill"])
    with db.conn:
        db.execute(sql)

    assert table in {difference.table for difference in verify_database(db)}


def test_a_database_from_before_there_were_decisions_is_brought_up_to_date(tmp_path: Path) -> None:
    old = Database(tmp_path / "old.db")
    old.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    migrations.apply(old, stop_before="create_source_decisions")
    assert "source_decisions" not in old.table_names()
    old.close()
    db = open_fresh(tmp_path / "old.db")
    write_article(db, rows_of(BRIDGE, TOLL, name="one"))

    assert merge_sources(db, "Ada Quill", ["Mayor Quill"]) == 1

    assert differences(db) == []
    db.close()


NAMES = ("Ada Quill", "Mayor Quill", "Tolliver Freight", "reporters")
profiles = st.fixed_dictionaries(
    {name: st.tuples(st.sampled_from(tuple(Identity)[:2]), st.sampled_from(tuple(SourceType)[:2])) for name in NAMES}
)


@st.composite
def articles(draw: st.DrawFn) -> ArticleRows:
    """One of three articles, with sources in every role."""
    seen, sentences = draw(profiles), []
    for _ in range(draw(st.integers(1, 3))):
        chain = [f"{{source:{name}}} " for name in draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=2))]
        chain += [f"{{relayer:{name}}} " for name in draw(st.lists(st.sampled_from(NAMES), max_size=1))]
        sentences.append("".join(chain) + "{cue:said} {content:it would rain}.")
    trace = make_trace(*sentences, name=draw(st.sampled_from("abc")), outlet="Harbour Post", profiles=seen)
    # The same reading gives the same trace, so what makes the traces differ must have been read.
    return to_rows(attrs.evolve(trace, article=attrs.evolve(trace.article, byline=str(seen))), version="v1")


@attrs.frozen
class Merge:
    """Merge the second stored source into the first, counted round and round."""

    keep: int
    other: int


@attrs.frozen
class Split:
    """Split a stored source in an article, or take back a merge."""

    source: int
    article: str | None


steps = st.one_of(
    articles(),
    articles(),
    st.sampled_from("abc"),
    st.builds(Merge, st.integers(0, 5), st.integers(0, 5)),
    st.builds(Merge, st.integers(0, 5), st.integers(0, 5)),
    st.builds(Split, st.integers(0, 5), st.sampled_from((None, *"abc"))),
)


def carry_out(db: Database, step: ArticleRows | str | Merge | Split, kept: dict[str, ArticleRows]) -> None:
    if isinstance(step, ArticleRows):
        write_article(db, step)
        kept[step.article.id] = step
    elif isinstance(step, str):
        owner = article_id(make_trace(name=step).article)
        assert delete_article(db, owner) == (kept.pop(owner, None) is not None)
    else:
        merged = sorted(read_decisions(db).merged)
        known = merged if isinstance(step, Split) and step.article is None else keys(db)
        # What a decision cannot be made about is refused; that is another test.
        with contextlib.suppress(ProvenanceError):
            if known and isinstance(step, Merge):
                merge_sources(db, known[step.keep % len(known)], [known[step.other % len(known)]], BY)
            elif known and isinstance(step, Split):
                split_source(db, known[step.source % len(known)], [step.article] if step.article else [], BY)


# Shrinking is left out: with three databases an example it takes longer than all tests together.
@settings(max_examples=60, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(st.lists(steps, max_size=14))
def test_decisions_hold_in_any_order_and_can_all_be_taken_back(done: list[ArticleRows | str | Merge | Split]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        grown, plain, told = (open_fresh(Path(folder) / f"{name}.db") for name in ("grown", "plain", "told"))
        kept: dict[str, ArticleRows] = {}
        for step in done:
            carry_out(grown, step, kept)
        assert differences(grown) == []

        told.table("source_decisions").insert_all(list(grown.table("source_decisions").rows))
        for rows in kept.values():
            write_article(plain, rows)
            write_article(told, rows)
        assert dump(grown) == dump(told)

        for key in sorted(read_decisions(grown).merged):
            split_source(grown, key)
        while parts := [(place[0], to) for place, to in read_decisions(grown).apart.items() if to in keys(grown)]:
            merge_sources(grown, parts[0][0], [parts[0][1]])
        assert content(grown) == content(plain)
        assert differences(grown) == []
        for db in (grown, plain, told):
            db.close()


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["sources", *map(str, arguments)], catch_exceptions=False, env={"COLUMNS": "160"})


def test_the_command_line_lists_merges_and_splits(db: Database, tmp_path: Path) -> None:
    path = tmp_path / "news.db"

    assert (
        "2 articles written again"
        in run("merge", "Ada Quill", "Mayor Quill", "--reviewer", "ines", "--db", path).output
    )
    listed = run("list", "MAYOR", "--db", path).output
    assert source_id("ada quill") in listed
    assert "tolliver" not in listed
    assert run("split", "Mayor Quill", "--db", path).exit_code == 0

    assert keys(db) == ["ada quill", "mayor quill", "tolliver freight"]
    assert next(row["reviewer"] for row in db.table("source_decisions").rows) == "ines"


@pytest.mark.parametrize(
    "arguments", [("merge", "Ada Quill", "Nobody"), ("split", "Nobody"), ("split", "Ada Quill", "x")]
)
def test_the_command_line_refuses_in_one_line(arguments: tuple[str, ...], db: Database, tmp_path: Path) -> None:
    result = run(*arguments, "--db", tmp_path / "news.db")

    assert (result.exit_code, result.stdout) == (1, "")
    assert len(result.stderr.splitlines()) == 1
    assert "; " in result.stderr
    assert db.table("source_decisions").count == 0


def test_a_list_does_not_let_a_name_steer_the_terminal(db: Database, tmp_path: Path) -> None:
    with db.conn:
        db.execute("UPDATE sources SET name = 'Ada \x1b[2J Quill' WHERE key = 'ada quill'")

    listed = run("list", "--db", tmp_path / "news.db")

    assert "Ada" in listed.output
    assert "\x1b[2J" not in listed.output
    assert "no such source" in run("list", "zzz", "--db", tmp_path / "news.db").output
