"""`provenance check`: what an editor reads, what a build gets, and when it fails."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from provenance.cli import main
from provenance.cli.findings import EVIDENCE_FIELDS, FIELDS, FINDING_FIELDS, UNREAD_FIELDS
from provenance.models import Kind
from provenance.policy import load_policy
from provenance.store import add_review, open_database
from tests.newsroom import KCNA, MAYOR, STORIES, build, said, story

FERRY = (
    "The ferry Anneliese has been tied up since January, KCNA reported on Monday.\n"
    "\n"
    "Mayor Ilse Brandt said that the ferry would run again in May. “We tested it twice,” she said.\n"
    "\n"
    "The ferry was reportedly sold twice. The harbour is eleven kilometres wide.\n"
)
FINE = "Mayor Ilse Brandt said that the ferry was safe. “It is not,” said Tomas Reyl, the pilot.\n"
STRICT = "confidence: 0\nrules:\n  no-claims: {count: claims, at_most: 0, severity: breach}\n"
PAGE = (
    "<!doctype html><html><head><title>The ferry</title></head><body><article><h1>The ferry</h1>"
    "<p>Mayor Ilse Brandt said on Monday that the ferry would run again in May, and that nobody had to worry about "
    "the winter. “We tested it twice,” she said.</p>"
    "<p>“It is not safe at all, and everybody in the harbour knows it,” said Tomas Reyl, the pilot of the ferry.</p>"
    '<figure><img src="a.jpg" alt=""><figcaption>The ferry Anneliese at her pier on Monday</figcaption></figure>'
    "</article></body></html>"
)


def run(*arguments: object, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, ["check", *map(str, arguments)], input=stdin, catch_exceptions=False)


def write(folder: Path, **files: str) -> list[Path]:
    paths = [folder / name.replace("__", ".") for name in files]
    for path, text in zip(paths, files.values(), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def records(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture(name="ferry")
def _ferry(tmp_path: Path) -> Path:
    return write(tmp_path, ferry__txt=FERRY)[0]


@pytest.fixture(name="strict")
def _strict(tmp_path: Path) -> Path:
    return write(tmp_path, strict__yml=STRICT)[0]


def test_an_editor_reads_the_rule_the_figure_and_the_words(ferry: Path) -> None:
    result = run(ferry)

    assert result.exit_code == 1
    assert result.stdout == (
        f"{ferry}: 1 breach, 1 warning (4 claims, 2 sources)\n"
        "  breach state-media-alone: 1 of 4 claims, at most 0\n"
        "    What a state's own outlet says needs somebody else's word beside it.\n"
        "    1:1  KCNA — The ferry Anneliese has been tied up since January, KCNA reported\n"
        "  warning unstated-relayers: 1 of 4 claims, at most 0\n"
        "    “Reportedly” says that somebody reported it, and keeps back who.\n"
        "    5:1  unstated relayer — The ferry was reportedly sold twice\n"
        "1 article checked: 1 breach in 1 article, 1 warning\n"
    )
    assert result.stderr == ""


def test_an_article_without_a_finding_is_fine(tmp_path: Path) -> None:
    (path,) = write(tmp_path, fine__txt=FINE)
    result = run(path)

    assert (result.exit_code, result.stdout) == (
        0,
        f"{path}: fine (2 claims, 2 sources)\n1 article checked: 0 breaches, 0 warnings\n",
    )


def test_a_warning_alone_does_not_fail(tmp_path: Path, ferry: Path) -> None:
    (policy,) = write(tmp_path, p__yml=STRICT.replace("breach", "warning"))
    result = run("--policy", policy, ferry)

    assert result.exit_code == 0
    assert result.stdout.endswith("1 article checked: 0 breaches, 1 warning\n")


@pytest.mark.parametrize(("text", "code"), [(FERRY, 1), (FINE, 2)], ids=["with a breach", "without"])
def test_what_cannot_be_read_stops_nothing_and_is_told(text: str, code: int, tmp_path: Path) -> None:
    good, empty = write(tmp_path, good__txt=text, empty__txt="")

    for form in ("text", "json", "github"):
        result = run(tmp_path / "gone.txt", empty, good, "--format", form)
        assert result.exit_code == code
        assert f"not read: {tmp_path / 'gone.txt'}: there is no such file" in result.stderr
        assert f"not read: {empty}: " in result.stderr
        assert "1 article checked, 2 not read: " in (result.stdout if form == "text" else result.stderr)

    unread = records(run(tmp_path / "gone.txt", empty, good, "--format", "json"))[:2]
    assert [set(record) for record in unread] == [set(UNREAD_FIELDS)] * 2
    assert [record["input"] for record in unread] == [str(tmp_path / "gone.txt"), str(empty)]
    annotated = run(empty, "--format", "github").stdout
    assert annotated.startswith(f"::error title=not read::{empty}: ")


def test_json_has_the_documented_fields_and_exact_evidence(ferry: Path) -> None:
    (record,) = records(run(ferry, "--format", "json"))

    assert list(record) == list(FIELDS)
    assert (record["input"], record["article"], record["lines"]) == (str(ferry), "ferry", "file")
    assert (record["claims"], record["sources"], record["breaches"], record["warnings"]) == (4, 2, 1, 1)
    assert [list(finding) for finding in record["findings"]] == [list(FINDING_FIELDS)] * 2
    for finding in record["findings"]:
        assert len(finding["evidence"]) == finding["count"]
        for evidence in finding["evidence"]:
            assert list(evidence) == list(EVIDENCE_FIELDS)
            assert FERRY[evidence["start"] : evidence["end"]] == evidence["text"]
            line = FERRY.splitlines()[evidence["line"] - 1]
            assert line[evidence["column"] - 1 :].startswith(evidence["text"])


def test_json_keeps_all_evidence_that_the_terminal_leaves_out(tmp_path: Path, strict: Path) -> None:
    (path,) = write(tmp_path, long__txt=FINE * 8)

    (record,) = records(run("--policy", strict, path, "--format", "json"))
    shown = run("--policy", strict, path).stdout

    assert len(record["findings"][0]["evidence"]) == record["claims"] == 16
    assert len(re.findall(r"^    \d+:\d+  ", shown, re.MULTILINE)) == 10
    assert "    and 6 more; --format json has them all\n" in shown


def test_unsure_claims_are_listed_apart(tmp_path: Path, ferry: Path) -> None:
    (policy,) = write(tmp_path, p__yml=STRICT.replace("confidence: 0", "confidence: 1"))
    result = run("--policy", policy, ferry)
    (record,) = records(run("--policy", policy, ferry, "--format", "json"))

    assert result.exit_code == 0
    assert "  set apart: 4 claims below confidence 1, which no rule counts\n    1:1  KCNA — The ferry" in result.stdout
    assert (record["claims"], len(record["set_apart"])) == (0, 4)
    assert [list(evidence) for evidence in record["set_apart"]] == [list(EVIDENCE_FIELDS)] * 4


def test_github_is_told_what_was_not_decided_and_not_counted(news: Path, tmp_path: Path, ferry: Path) -> None:
    (policy,) = write(tmp_path, p__yml=STRICT.replace("confidence: 0", "confidence: 1"))

    apart = run("--policy", policy, ferry, "--format", "github").stdout
    undecided = run("--db", news, "one-voice", "--format", "github").stdout.splitlines()[-1]

    assert apart == (
        f"::notice title=set apart,file={ferry},line=1,col=1::4 claims below confidence 1, which no rule counts\n"
    )
    assert re.fullmatch(
        "::notice title=uncredited-photographs is undecided::[0-9a-f]{16}: the database does not keep captions; .*",
        undecided,
    )


def test_github_gets_one_annotation_a_finding_at_its_first_evidence(ferry: Path) -> None:
    result = run(ferry, "--format", "github")

    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        f"::error title=state-media-alone,file={ferry},line=1,col=1::1 of 4 claims, at most 0. What a state's own "
        "outlet says needs somebody else's word beside it. First: KCNA — The ferry Anneliese has been tied up since "
        "January, KCNA reported",
        f"::warning title=unstated-relayers,file={ferry},line=5,col=1::1 of 4 claims, at most 0. “Reportedly” says "
        "that somebody reported it, and keeps back who. First: unstated relayer — The ferry was reportedly sold twice",
    ]


def test_an_article_cannot_write_annotations_of_its_own(tmp_path: Path, strict: Path) -> None:
    attack = "100% of the\n::error file=x::ferries\r\n::set-output name=a::b are safe"
    text = f"“We know that {attack},” Mayor Ilse Brandt said.\n"
    (path,) = write(tmp_path, **{"a,b:c%d__txt": text})

    lines = run("--policy", strict, path, "--format", "github").stdout.splitlines()

    assert len(lines) == 1
    assert "/a%2Cb%3Ac%25d.txt,line=1,col=1::" in lines[0]
    assert "know that 100%25 of the ::error file=x::ferries" in lines[0]


def test_an_article_does_not_steer_the_terminal(tmp_path: Path, strict: Path) -> None:
    (path,) = write(tmp_path, h__txt="“It is \x1b[2J\x1b]0;owned\x07 a \u202esafe ferry,” said Mayor Ilse Brandt.\n")

    shown = run("--policy", strict, path).stdout

    assert "owned" in shown
    assert not {"\x1b", "\x07", "\u202e"} & set(shown)


def test_a_page_has_lines_of_its_text_and_photographs(tmp_path: Path) -> None:
    (path,) = write(tmp_path, page__html=PAGE)
    result = run(path)
    (record,) = records(run(path, "--format", "json"))
    annotation = run(path, "--format", "github").stdout

    assert result.exit_code == 1
    assert "; lines are those of the text as read)" in result.stdout
    assert "breach uncredited-photographs: 1 of 1 photograph, at most 0\n" in result.stdout
    assert "  The ferry Anneliese at her pier on Monday\n" in result.stdout
    assert (record["lines"], record["title"]) == ("text", "The ferry")
    assert f"::error title=uncredited-photographs,file={path}::1 of 1 photograph, at most 0." in annotation


def test_articles_come_in_order_whatever_they_come_from(tmp_path: Path, ferry: Path) -> None:
    lines = "\n".join(json.dumps({"id": name, "text": FINE}) for name in ("one", "two"))
    (listed,) = write(tmp_path, list__jsonl=lines)

    for workers in (1, 2):
        found = records(run(listed, ferry, "-", "--format", "json", "--workers", workers, stdin=FINE))
        assert [(r["input"], r["article"], r["lines"]) for r in found] == [
            (f"{listed}:1", "one", "text"),
            (f"{listed}:2", "two", "text"),
            (str(ferry), "ferry", "file"),
            ("standard input", "stdin", "text"),
        ]


def test_the_policy_is_printed_to_begin_with(tmp_path: Path, ferry: Path) -> None:
    printed = run("--show-policy")
    (copied,) = write(tmp_path, copied__yml=printed.stdout)

    assert (printed.exit_code, printed.stdout) == (0, load_policy(None)[1])
    assert run("--policy", copied, ferry).stdout == run(ferry).stdout
    assert run("--policy", copied, "--show-policy").stdout == printed.stdout


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (STRICT.replace("at_most", "at_mots"), "p.yml, line 3: the rule no-claims has no key `at_mots`; did you mean"),
        ("", "p.yml: is empty; begin with `provenance check --show-policy`"),
        (None, "p.yml: cannot be read (No such file or directory); check the path of the policy"),
    ],
)
def test_an_unusable_policy_is_no_breach(text: str | None, message: str, tmp_path: Path, ferry: Path) -> None:
    if text is not None:
        write(tmp_path, p__yml=text)
    result = run("--policy", tmp_path / "p.yml", ferry)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Error: ")
    assert message in result.stderr
    assert result.stderr.count("\n") == 1


def test_nothing_to_check_is_a_usage_error() -> None:
    result = run()

    assert result.exit_code == 2
    assert "name an article to check, or a database with --db" in result.stderr


@pytest.fixture(name="news")
def _news(tmp_path: Path) -> Path:
    bare = story("untitled", "{source:KCNA} {cue:said} {content:it rained}.", said(KCNA), title=None, outlet=None)
    return build(tmp_path / "news.db", *STORIES, bare)


def test_stored_articles_are_checked_all_or_by_name(news: Path) -> None:
    everything = records(run("--db", news, "--format", "json"))
    shown = run("--db", news, "ferry-talks", "https://gone.example/", "untitled")

    assert [record["article"] for record in everything] == ["ferry-talks", "one-voice", "two-voices", "untitled"]
    assert [[finding["rule"] for finding in record["findings"]] for record in everything] == [
        ["state-media-alone", "loaded-verbs"],
        ["single-source"],
        ["unstated-relayers"],
        ["state-media-alone"],
    ]
    assert shown.exit_code == 1
    assert "not read: https://gone.example/: no article has this id, URL or name" in shown.stderr
    assert "“Ferry talks”: 1 breach, 1 warning" in shown.stdout
    assert "“untitled”: 1 breach" in shown.stdout
    assert "  undecided uncredited-photographs: the database does not keep captions; check the article" in shown.stdout


def test_what_reviewers_found_is_what_is_checked(news: Path, tmp_path: Path) -> None:
    db = open_database(news, create=False)
    claims = [row[0] for row in db.execute("select id from claims where chain = 'KCNA' order by article")]
    for claim in claims:
        add_review(db, claim, "confirmed")
    add_review(db, claims[0], "rejected")
    add_review(db, claims[1], "corrected", source_name="Ilse Brandt", source_type="government")
    db.close()
    (policy,) = write(
        tmp_path,
        p__yml=STRICT.replace("confidence: 0", "confidence: 1").replace(
            "claims,", "claims, where: {source: Ilse Brandt},"
        ),
    )

    found = records(run("--db", news, "--format", "json"))
    certain = records(run("--db", news, "--policy", policy, "--format", "json"))

    assert not any(f["rule"] == "state-media-alone" for record in found for f in record["findings"])
    assert [e["source"] for r in certain for f in r["findings"] for e in f["evidence"]] == ["Ilse Brandt"]


def test_rows_that_do_not_fit_together_stop_nothing(news: Path) -> None:
    db = open_database(news, create=False)
    with db.conn:
        db.execute("pragma foreign_keys = off")
        db.execute("update claim_spans set end = start where claim in (select id from claims where chain = 'KCNA')")
    db.close()
    result = run("--db", news, "--format", "json")
    found = records(result)

    assert result.exit_code == 2
    assert [record.get("article") for record in found] == [None, "one-voice", "two-voices", None]
    assert "the stored rows do not fit together" in found[0]["error"]
    assert "provenance verify" in found[0]["error"]


def test_a_database_that_is_none_is_no_breach(tmp_path: Path) -> None:
    for name, message in (("gone.db", "there is no such database"), ("text.db", "is not an SQLite database")):
        write(tmp_path, text__db=FERRY * 20)
        result = run("--db", tmp_path / name)
        assert (result.exit_code, result.stdout) == (2, "")
        assert message in result.stderr


def test_a_damaged_database_is_told_in_one_line(news: Path) -> None:
    with news.open("r+b") as file:
        file.seek(3 * 4096)
        file.write(b"\xff" * (news.stat().st_size - 4 * 4096))
    result = run("--db", news)

    assert result.exit_code == 2
    assert (result.stderr.count("\n"), "is damaged; restore a copy" in result.stderr) == (1, True)


def test_silences_and_credits_are_no_claims(news: Path, strict: Path) -> None:
    (record,) = records(run("--db", news, "ferry-talks", "--policy", strict, "--format", "json"))

    proper = [claim for claim in STORIES[0].claims if claim.attribution.kind is Kind.CLAIM]
    assert len(proper) < len(STORIES[0].claims)
    assert record["claims"] == len(proper)
    assert {MAYOR.name, "KCNA"} < {e["source"] for e in record["findings"][0]["evidence"]}
