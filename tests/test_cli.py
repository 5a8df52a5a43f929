"""What a user sees in the terminal: output, one-line errors, exit codes."""

import json
import os
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from provenance.cli import COMMANDS, main

STORY = (
    "Mayor Ilse Brandt said on Monday that the ferry was safe. “We tested it twice,” she said.\n"
    "The ministry did not respond to a request for comment.\n"
    "The ferry crosses the sound in nine minutes.\n"
)
FIELDS = (
    "kind source cue content source_name title justification identity source_type channel quotation cue_stance hedged "
    "told relay also context statement confidence rule"
).split()


def run(*arguments: object, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments], input=stdin, catch_exceptions=False)


@pytest.fixture(name="story")
def _story(tmp_path: Path) -> Path:
    path = tmp_path / "ferry.txt"
    path.write_text(STORY, encoding="utf-8")
    return path


@pytest.fixture(name="database")
def _database(tmp_path: Path, story: Path) -> Path:
    path = tmp_path / "news.db"
    assert run("ingest", story, "--db", path).exit_code == 0
    return path


def column(database: Path, query: str) -> list[object]:
    with sqlite3.connect(database) as connection:
        return [row[0] for row in connection.execute(query)]


def test_extract_prints_the_contract_and_nothing_else(story: Path) -> None:
    result = run("extract", story)
    record = json.loads(result.stdout)

    assert (result.exit_code, record["id"], record["text"]) == (0, "ferry", STORY)
    assert record["claims"]
    assert all(set(FIELDS) <= set(claim) for claim in record["claims"])


def test_every_printed_span_is_in_the_printed_text(story: Path) -> None:
    record = json.loads(run("extract", story).stdout)
    spans = [span for claim in record["claims"] for role in ("source", "cue", "content") for span in claim[role]]

    assert spans
    assert all(0 <= start < end <= len(record["text"]) for start, end in spans)
    assert [record["text"][s["start"] : s["end"]] for s in record["sentences"]][-1].startswith("The ferry crosses")


def test_extract_can_leave_out_what_is_only_done_or_wanted() -> None:
    acts = STORY + "\nThe council plans to sell the ferry in May.\n"
    every, told = (json.loads(run("extract", "-", *options, stdin=acts).stdout) for options in ((), ("--told",)))
    plans = acts.index("The council plans")

    assert [
        claim["cue"][0][0] > plans for claim in every["claims"] if claim["kind"] == "claim" and not claim["told"]
    ] == [True]
    assert told["claims"] == [claim for claim in every["claims"] if claim["told"] or claim["kind"] != "claim"]
    assert told["sentences"][-1]["status"] == "unattributed" != every["sentences"][-1]["status"]


def test_only_what_a_source_states_has_a_statement() -> None:
    acts = STORY + "\nThe council plans to sell the ferry in May.\n"
    claims = json.loads(run("extract", "-", stdin=acts).stdout)["claims"]

    assert {claim["told"] for claim in claims} == {True, False}
    for claim in claims:
        start, end = claim["context"]
        assert start <= min(span[0] for span in claim["content"] or claim["cue"])
        assert claim["statement"] == ([start, end] if claim["told"] else [start, start])


def test_what_was_extracted_can_be_evaluated_acts_and_all(tmp_path: Path) -> None:
    reference = tmp_path / "reference.jsonl"
    reference.write_text(run("extract", "-", stdin=STORY + "\nThe council plans to sell the ferry in May.\n").stdout)

    assert "100.0" in run("evaluate", reference).stdout


def test_extract_reads_standard_input() -> None:
    assert json.loads(run("extract", "-", stdin=STORY).stdout)["id"] == "stdin"


def test_extract_goes_on_after_an_unreadable_input_and_says_so(story: Path, tmp_path: Path) -> None:
    result = run("extract", tmp_path / "missing.txt", story)

    assert result.exit_code == 1
    assert json.loads(result.stdout)["id"] == "ferry"
    assert "missing.txt: there is no such file" in result.stderr


@pytest.mark.parametrize("workers", [1, 2])
def test_the_number_of_workers_changes_nothing(workers: int, story: Path) -> None:
    expected = run("extract", story, "-", stdin=STORY).stdout

    assert run("extract", story, "-", "--workers", workers, stdin=STORY).stdout == expected


def test_ingest_says_what_it_did_and_leaves_the_unchanged_alone(database: Path, story: Path) -> None:
    result = run("ingest", story, "--db", database)

    assert result.exit_code == 0
    assert "1 articles read, 0 written with 0 claims, 1 unchanged, 0 failed" in result.stdout


def test_ingest_keeps_every_failure_and_exits_with_one(database: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    result = run("ingest", tmp_path / "empty.txt", tmp_path / "gone.txt", "--db", database)

    assert result.exit_code == 1
    assert "2 inputs failed" in result.stderr
    assert column(database, "select error from ingest_errors") == ["UnreadableArticle", "UnreadableArticle"]


@pytest.mark.parametrize("place", ["file", "database"])
def test_show_lays_out_the_text_and_the_chains(place: str, database: Path, story: Path) -> None:
    result = run("show", story if place == "file" else "ferry", "--db", database)

    assert result.exit_code == 0
    assert "Ilse Brandt" in result.stdout
    assert "rest on no stated source" in result.stdout


def test_show_does_not_let_an_article_steer_the_terminal(tmp_path: Path) -> None:
    hostile = tmp_path / "hostile.txt"
    hostile.write_text("Mayor Ilse Brandt said \x1b[2J\x1b]0;owned\x07 the ferry was safe.\n", encoding="utf-8")

    result = run("show", hostile)

    assert result.exit_code == 0
    assert "owned" in result.stdout
    assert "\x1b[2J" not in result.stdout
    assert "\x07" not in result.stdout


def test_audit_without_a_name_lists_the_questions() -> None:
    result = run("audit")

    assert result.exit_code == 0
    assert "official-silence" in result.stdout


@pytest.mark.parametrize(
    ("form", "parse"),
    [("json", lambda out: len(json.loads(out))), ("csv", lambda out: len(out.splitlines()) - 1)],
    ids=["json", "csv"],
)
def test_audit_prints_for_other_programs(form: str, parse: Callable[[str], int], database: Path) -> None:
    result = run("audit", "official-silence", "--db", database, "--format", form)

    assert result.exit_code == 0
    assert parse(result.stdout) == 1


@pytest.mark.parametrize(("condition", "code"), [("rows>0", 1), ("rows>5", 0)])
def test_audit_fails_on_a_condition(condition: str, code: int, database: Path) -> None:
    assert run("audit", "official-silence", "--db", database, "--fail-on", condition).exit_code == code


def test_a_parameter_without_a_value_is_a_usage_error(database: Path) -> None:
    result = run("audit", "official-silence", "--db", database, "-p", "outlet")

    assert result.exit_code == 2
    assert "'outlet' is not NAME=VALUE" in result.stderr


def test_verify_agrees_with_what_ingest_wrote(database: Path) -> None:
    result = run("verify", "--db", database)

    assert (result.exit_code, "agrees with the stored text" in result.stdout) == (0, True)


def test_a_database_may_have_a_name_that_is_not_utf8(story: Path, tmp_path: Path) -> None:
    database = os.path.join(os.fsencode(tmp_path), b"caf\xe9.db")
    for command in (["ingest", story], ["verify"], ["audit", "most-quoted"]):
        ended = subprocess.run(
            [sys.executable, "-m", "provenance", *command, "--db", database], capture_output=True, check=False
        )
        assert (ended.returncode, ended.stderr) == (0, b"")


def test_verify_lists_every_difference_and_exits_with_one(database: Path) -> None:
    with sqlite3.connect(database) as connection:
        connection.execute("update claim_spans set text = 'another word' where role = 'cue'")
        changed = connection.total_changes

    result = run("verify", "--db", database)

    assert result.exit_code == 1
    assert result.stdout.count("another word") >= changed > 0


def test_a_review_survives_a_change_elsewhere_in_the_article(database: Path, story: Path) -> None:
    claim = column(database, "select id from claims where text like '%the ferry was safe%'")[0]
    assert run("review", claim, "corrected", "--source", "The deputy mayor", "--db", database).exit_code == 0
    story.write_text("SANDHAVEN — Rain fell all day.\n" + STORY, encoding="utf-8")

    result = run("ingest", story, "--db", database)

    assert "1 written" in result.stdout
    assert column(database, "select review_status from claims where id in (select claim from reviews)") == ["corrected"]
    assert column(database, "select source_name from reviews") == ["The deputy mayor"]


def test_a_correction_says_what_is_right(database: Path) -> None:
    claim = column(database, "select id from claims")[0]
    result = run("review", claim, "corrected", "--db", database)

    assert (result.exit_code, column(database, "select count(*) from reviews")) == (2, [0])
    assert "say what is right" in result.stderr


def test_a_day_that_is_none_is_an_error_and_not_an_empty_answer(database: Path) -> None:
    result = run("audit", "official-silence", "--db", database, "-p", "since=last week")

    assert result.exit_code == 1
    assert "last week: since is not a day; write it as 2025-03-01" in result.stderr


def test_show_prints_every_article_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "wire.jsonl"
    records = [{"id": name, "text": f"Warden {name} Brandt said the wells were dry."} for name in ("Ilse", "Otto")]
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")

    result = run("show", path)

    assert result.exit_code == 0
    assert "Ilse Brandt" in result.stdout
    assert "Otto Brandt" in result.stdout


def test_evaluate_finds_its_own_output_perfect(story: Path, tmp_path: Path) -> None:
    reference = tmp_path / "reference.jsonl"
    reference.write_text(run("extract", story).stdout, encoding="utf-8")

    result = run("evaluate", reference)

    assert result.exit_code == 0
    assert "100.0" in result.stdout


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(b'{"id": "b"}', id="another object"),
        pytest.param(b"[1]", id="a list"),
        pytest.param(b'{"text": "", "claims": [1]}', id="a claim that is none"),
        pytest.param(b"\xff\xfe", id="not UTF-8"),
        pytest.param(b"[" * 100_000, id="nested too deeply"),
        pytest.param(b"1" * 5_000, id="a number too long"),
    ],
)
def test_evaluate_names_the_line_that_is_wrong(tmp_path: Path, line: bytes) -> None:
    reference = tmp_path / "reference.jsonl"
    reference.write_bytes(b'{"id": "a", "text": "", "claims": []}\n' + line + b"\n")

    result = run("evaluate", reference)

    assert result.exit_code == 1
    assert "reference.jsonl line 2" in result.stderr
    assert "Error(" not in result.stderr


@pytest.mark.parametrize("content", ["", "\n\n"], ids=["empty", "blank"])
def test_evaluate_refuses_a_file_without_articles(content: str, tmp_path: Path) -> None:
    reference = tmp_path / "reference.jsonl"
    reference.write_text(content)

    result = run("evaluate", reference)

    assert result.exit_code == 1
    assert result.stderr == f"Error: {reference}: holds no articles; write one object of `provenance extract` a line\n"


@pytest.mark.parametrize(
    "metadata",
    [
        pytest.param(b"{", id="not YAML"),
        pytest.param(b"\xff\xfe\x00", id="not UTF-8"),
        pytest.param(b"- a", id="a list"),
        pytest.param(b"databases: 5", id="databases that are none"),
    ],
)
def test_serve_refuses_metadata_that_are_none(database: Path, tmp_path: Path, metadata: bytes) -> None:
    wrong = tmp_path / "metadata.yml"
    wrong.write_bytes(metadata)

    result = run("serve", "--db", database, "--metadata", wrong)

    assert result.exit_code == 2
    assert str(wrong) in result.stderr


def test_serve_says_that_a_port_is_taken(database: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = run("serve", "--db", database, "--port", taken.getsockname()[1])

    assert result.exit_code == 1
    assert "--port" in result.stderr
    assert result.stdout == ""


WRONG = {
    "no database": (("verify", "--db", "{folder}/none.db"), "make it with: provenance ingest"),
    "another program's database": (("verify", "--db", "{folder}/foreign.db"), "was not made by this program"),
    "no database to audit": (("audit", "hedged-claims", "--db", "{folder}/none.db"), "make it with: provenance ingest"),
    "no database at all": (("ingest", "{story}", "--db", "{story}"), "is not an SQLite database"),
    "an unknown audit": (("audit", "official-silense", "--db", "{db}"), "did you mean official-silence?"),
    "an unknown article": (("show", "nowhere", "--db", "{db}"), "no article has this id"),
    "an unknown claim": (("review", "0000", "confirmed", "--db", "{db}"), "no claim has this id"),
}


@pytest.mark.parametrize(("arguments", "message"), WRONG.values(), ids=WRONG)
def test_an_error_is_one_line_that_says_what_to_do(
    arguments: tuple[str, ...], message: str, tmp_path: Path, story: Path, database: Path
) -> None:
    with sqlite3.connect(tmp_path / "foreign.db") as connection:
        connection.execute("create table if not exists tides (height real)")
    places = {"folder": tmp_path, "story": story, "db": database}

    result = run(*(argument.format_map(places) for argument in arguments))

    assert result.exit_code == 1
    assert result.stderr.startswith("Error: ")
    assert result.stderr.count("\n") == 1
    assert message in result.stderr


def test_a_file_name_cannot_break_a_message_or_steer_the_terminal(tmp_path: Path) -> None:
    empty = tmp_path / "a\x1b[31m\nb.txt"
    empty.touch()

    result = run("show", empty)

    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert "\x1b" not in result.stderr


@pytest.mark.parametrize(
    ("command", "output", "encoding", "message"),
    [
        pytest.param("extract", "/dev/full", "utf-8", "the disk is full", id="a full disk"),
        pytest.param("show", "/dev/null", "ascii", "set PYTHONIOENCODING=utf-8", id="an encoding without curly quotes"),
    ],
)
def test_output_that_cannot_be_written_is_one_line(
    story: Path, command: str, output: str, encoding: str, message: str
) -> None:
    with Path(output).open("w") as sink:
        ended = subprocess.run(
            [sys.executable, "-m", "provenance", command, story],
            stdout=sink,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONIOENCODING": encoding},
            check=False,
        )

    assert ended.returncode == 1
    assert ended.stderr.count(b"\n") == 1
    assert message.encode() in ended.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_help_needs_no_database(command: str) -> None:
    assert run(command, "--help").exit_code == 0


def test_the_list_of_commands_is_not_cut() -> None:
    listed = run("--help").stdout.partition("Commands:")[2]

    assert "..." not in listed
    assert "Re-check every stored span, hash and count against the stored text." in " ".join(listed.split())
