"""Each audit finds what it asks about and nothing else; conditions and formats say what they found."""

import csv
import io
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
import yaml
from rich.console import Console

from provenance.audit import (
    Findings,
    as_csv,
    as_json,
    as_page,
    as_queries,
    as_table,
    find_audit,
    list_audits,
    read_audit,
    read_condition,
    run_audit,
)
from provenance.errors import UnknownAudit, UnusableDatabase
from provenance.models import SourceType, Stance, Trace
from tests.newsroom import (
    AGENCY,
    DISTRIBUTOR,
    KCNA,
    MAYOR,
    MINISTRY,
    OFFICIAL,
    PHOTOGRAPHER,
    PILOT,
    POST,
    QUIET,
    build,
    photographed,
    said,
    silent,
    story,
    who,
)

ONE = "{source:Somebody} {cue:said} {content:the pier was sound}."
TWO = "{source:Ilse Brandt} {cue:said} {content:it was sound}. {source2:Tomas Reyl} {cue2:said} {content2:it was not}."
THRICE = " ".join(
    f"{{source{n}:Tomas Reyl}} {{cue{n}:said}} {{content{n}:the tide was wrong {word}}}."
    for n, word in (("", "once"), ("2", "twice"), ("3", "again"))
)
SOUND = story("sound", TWO, said(MAYOR), said(PILOT))

FAULTS: dict[str, tuple[Trace, dict[str, Any]]] = {
    "anonymous-share-by-outlet": (
        story("hidden", TWO, said(MAYOR), said(OFFICIAL), outlet="Inland Gazette"),
        {"outlet": "Inland Gazette", "claims": 2, "anonymous_claims": 1, "anonymous_share": 0.5},
    ),
    "hedged-claims": (
        story("hedged", "The pier is {cue:reportedly} {content:to be sold}.", said(hedged=True)),
        {"cue": "reportedly", "text": "to be sold", "source": None},
    ),
    "loaded-verbs": (
        story("loaded", "{source:KCNA} {cue:Claimed} {content:victory}.", said(KCNA, stance=Stance.DISTANCING)),
        {"source_type": "state_media", "cue_stance": "distancing", "verb": "claimed", "claims": 1},
    ),
    "most-quoted": (
        story("quoted", ONE, said(PILOT)),
        {"source": "Tomas Reyl", "claims": 1, "articles": 1, "outlets": 1},
    ),
    "official-silence": (
        story("silence", "{source:The Ministry} {cue:declined to comment}.", silent(MINISTRY)),
        {"source": "Harbour Ministry", "silences": 1, "claims": 0, "latest": "2026-03-02"},
    ),
    "photo-credits": (
        story(
            "photo",
            "{content:The pier.} ({source:Mina Castellan/Reuters via Getty})",
            photographed(PHOTOGRAPHER, AGENCY, DISTRIBUTOR),
        ),
        {"agency": "Reuters", "distributor": "Getty", "photographs": 1, "photographers": 1},
    ),
    "second-hand-claims": (
        story("relayed", ONE, said(MAYOR, relayed_by=POST)),
        {"relayer": "Harbour Post", "chain": "Ilse Brandt → Harbour Post", "hedged": 0},
    ),
    "single-outlet-sources": (
        story("exclusive", THRICE, said(PILOT), said(PILOT), said(PILOT)),
        {"source": "Tomas Reyl", "outlet": "Harbour Post", "claims": 3, "articles": 1},
    ),
    "single-source-articles": (
        story("one-voice", THRICE, said(PILOT), said(PILOT), said(PILOT)),
        {"article": "One voice", "claims": 3, "source": "Tomas Reyl", "source_type": "individual"},
    ),
    "sourcing-profile": (
        story("profile", ONE, said(OFFICIAL)),
        {"article": "Profile", "source_type": "government", "claims": 1, "share": 1.0, "anonymous": 1},
    ),
    "state-media-claims": (
        story("state", ONE, said(MAYOR, relayed_by=KCNA)),
        {"state_medium": "KCNA", "role": "relayer", "text": "the pier was sound"},
    ),
    "unattributed-share": (
        story("loose", "The pier is old. The sea is deep. " + ONE, said(MAYOR)),
        {"article": "Loose", "unattributed_share": 0.667, "claims": 1},
    ),
}
DESCRIPTIVE = {"most-quoted", "sourcing-profile"}
"""These describe any article with claims, so that only one without is silent."""


def rows_of(findings: Findings) -> list[dict[str, Any]]:
    return [dict(zip(findings.columns, row, strict=True)) for row in findings.rows]


def test_every_audit_has_a_seeded_fault() -> None:
    assert sorted(FAULTS) == [audit.name for audit in list_audits()]


@pytest.mark.parametrize("name", FAULTS)
def test_an_audit_finds_its_fault(name: str, tmp_path: Path) -> None:
    trace, expected = FAULTS[name]
    (row,) = rows_of(run_audit(build(tmp_path / "news.db", trace), name))

    assert {column: row[column] for column in expected} == expected


@pytest.mark.parametrize("name", FAULTS)
def test_an_audit_points_at_its_evidence(name: str, tmp_path: Path) -> None:
    database = build(tmp_path / "news.db", FAULTS[name][0])
    findings = run_audit(database, name)
    ids = {
        "article_id": "select id from articles",
        "claim_id": "select id from claims",
        "source_id": "select id from sources",
    }
    pointers = [column for column in findings.columns if column in ids]

    assert pointers
    with sqlite3.connect(database) as db:
        for column in pointers:
            value = rows_of(findings)[0][column]
            assert value is None or (value,) in db.execute(ids[column]).fetchall()


@pytest.mark.parametrize("name", FAULTS)
def test_an_audit_is_silent_on_a_sound_article(name: str, tmp_path: Path) -> None:
    clean = QUIET if name in DESCRIPTIVE else SOUND

    assert run_audit(build(tmp_path / "news.db", clean), name).rows == ()


@pytest.mark.parametrize("name", [name for name in FAULTS if "since" in {p.name for p in find_audit(name).parameters}])
@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ({"since": "2026-03-02"}, True),
        ({"since": "2026-03-03"}, False),
        ({"until": "2026-03-02"}, True),
        ({"until": "2026-03"}, True),
        ({"until": "2026-03-01"}, False),
        ({"outlet": "Nobody's Paper"}, False),
    ],
    ids=str,
)
def test_an_audit_can_be_narrowed(name: str, parameters: dict[str, str], found: bool, tmp_path: Path) -> None:
    database = build(tmp_path / "news.db", FAULTS[name][0])

    assert bool(run_audit(database, name, parameters).rows) is found


def test_a_source_of_two_outlets_belongs_to_neither(tmp_path: Path) -> None:
    here, there = (story(n, THRICE, *[said(PILOT)] * 3, outlet=o) for n, o in (("a", "Gazette"), ("b", "Post")))

    assert run_audit(build(tmp_path / "news.db", here, there), "single-outlet-sources").rows == ()


def test_a_sourcing_profile_is_of_one_article(tmp_path: Path) -> None:
    database = build(tmp_path / "news.db", SOUND, FAULTS["sourcing-profile"][0])
    with sqlite3.connect(database) as db:
        (article,) = db.execute("select id from articles where name = 'sound'").fetchone()
    rows = rows_of(run_audit(database, "sourcing-profile", {"article": article}))

    assert [(row["article_id"], row["source_type"], row["share"]) for row in rows] == [
        (article, "government", 0.5),
        (article, "individual", 0.5),
    ]


@pytest.mark.parametrize(
    ("given", "meant"),
    [("state-media", "state-media-claims"), ("second_hand_claims", "second-hand-claims"), ("quoted", "most-quoted")],
)
def test_an_unknown_audit_names_the_nearest(given: str, meant: str) -> None:
    with pytest.raises(UnknownAudit, match=f"did you mean {meant}"):
        find_audit(given)


def test_an_unknown_audit_unlike_any_names_them_all() -> None:
    with pytest.raises(UnknownAudit, match="choose one of anonymous-share-by-outlet, hedged-claims"):
        find_audit("xyzzy")


def test_an_unknown_parameter_names_the_known(news_db: Path) -> None:
    with pytest.raises(UnknownAudit, match="takes no parameter 'country'; it takes outlet, since, until"):
        run_audit(news_db, "hedged-claims", {"country": "Norway"})


def test_a_missing_database_is_not_created(tmp_path: Path) -> None:
    missing = tmp_path / "news.db"
    with pytest.raises(UnusableDatabase, match=r"there is no such database; make it with: provenance ingest"):
        run_audit(missing, "hedged-claims")

    assert not missing.exists()


def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "other.db").execute("create table t (x)")

    with pytest.raises(UnusableDatabase, match="was not made by this program"):
        run_audit(tmp_path / "other.db", "hedged-claims")


SAMPLE = Findings(columns=("outlet", "share"), rows=(("Gazette", 0.1), ("Post", 0.4), (None, None)))


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("rows>0", True),
        ("rows = 3", True),
        ("rows > 3", False),
        ("share>0.2", True),
        ("share > 0.4", False),
        ("share>=0.4", True),
        ("share<0.1", False),
        ("share <= .1", True),
        ("share==0.1", True),
        ("outlet='Post'", True),
        ('outlet = "Post"', True),
        ("outlet=Post", True),
        ("outlet=post", False),
        ("outlet!='Post'", True),
        ("outlet>0", False),
        ("share='0.1'", False),
    ],
)
def test_a_condition_holds_in_any_row(condition: str, holds: bool) -> None:
    assert read_condition(condition).holds(SAMPLE) is holds


@pytest.mark.parametrize(
    "text", ["", "rows", "rows >", "> 3", "rows => 3 or", "len(rows) > 0", "__import__('os')", "a.b>1", "rows>many"]
)
def test_what_is_no_condition_is_refused(text: str) -> None:
    with pytest.raises(UnknownAudit, match="write a column, a comparison and a value"):
        read_condition(text)


def test_a_condition_on_an_unknown_column_names_the_known() -> None:
    with pytest.raises(UnknownAudit, match="no column 'shares' to compare; use one of rows, outlet, share"):
        read_condition("shares>0").holds(SAMPLE)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("-- title: T\n-- why: W\nselect 1", "lacks finding"),
        ("-- title: T\n-- why: W\n-- finding: F\n-- purpose: P\nselect 1", "not a heading: -- purpose: P"),
        ("select 1", "lacks finding, title, why"),
    ],
)
def test_a_damaged_audit_is_refused(text: str, complaint: str) -> None:
    with pytest.raises(UnknownAudit, match=complaint):
        read_audit("damaged", text)


def test_a_heading_goes_on_over_indented_lines() -> None:
    audit = read_audit("a", "-- title: T\n-- why: one\n--   two\n-- finding: F\n-- :x (all): only x\nselect 1\n-- end")

    assert (audit.why, audit.sql) == ("one two", "select 1\n-- end")
    assert [(p.name, p.empty, p.description) for p in audit.parameters] == [("x", "all", "only x")]


def test_findings_as_csv_and_json_are_read_back() -> None:
    findings = Findings(columns=("a", "b"), rows=(("x, “y”\nz", None), ("=1+1", 0.5)))

    assert list(csv.reader(io.StringIO(as_csv(findings)))) == [["a", "b"], ["x, “y”\nz", ""], ["=1+1", "0.5"]]
    assert json.loads(as_json(findings)) == [{"a": "x, “y”\nz", "b": None}, {"a": "=1+1", "b": 0.5}]


def test_a_table_cannot_steer_the_terminal() -> None:
    findings = Findings(columns=("text", "claim_id"), rows=(("\x1b[2Jwiped [bold]out[/bold]\nand on", "77"),))
    console = Console(record=True, width=120, file=io.StringIO())
    console.print(as_table(find_audit("hedged-claims"), findings))
    printed = console.export_text()

    assert "�[2Jwiped [bold]out[/bold] and on" in printed
    assert "77" not in printed


def test_metadata_and_docs_carry_the_audits_as_they_are(repository: Path) -> None:
    metadata = yaml.safe_load((repository / "metadata.yml").read_text(encoding="utf-8"))

    assert metadata["databases"]["news"]["queries"] == yaml.safe_load(as_queries(list_audits()))
    assert as_page(list_audits()).strip() in (repository / "docs" / "audits.md").read_text(encoding="utf-8")


def test_a_source_type_is_not_only_a_word(tmp_path: Path) -> None:
    """A commercial outlet of a similar name is not found among the state media."""
    lookalike = who("KCNA Watchers", SourceType.NEWS_MEDIA)

    assert run_audit(build(tmp_path / "news.db", story("x", ONE, said(lookalike))), "state-media-claims").rows == ()
