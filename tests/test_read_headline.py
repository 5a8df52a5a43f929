"""The headline of a pasted text, and first lines that are none."""

import json
from pathlib import Path

import pytest

from provenance.models import SentenceStatus
from provenance.pipeline import trace
from provenance.read.plain import read_plain
from tests.test_read_inputs import read_one

BODY = (
    "The harbour bridge was closed on Monday after two of its bolts were found on the quay below.\n\n"
    "“Nobody was hurt,” the harbour master, Ilse Brandt, told the council in the evening.\n"
)
HEADLINES = {
    "a sentence without a stop": "Harbour bridge closed after two bolts are found",
    "title case": "Harbour Bridge Closed After Bolts Are Found",
    "a quotation": "“Nobody was hurt,” says master of closed bridge",
    "all in quotation marks": "“Nobody was hurt when the bolts fell”",
    "a sum": "$410,000 for mud that never moved",
    "a year": "Five plans for the bridge in 2027",
    "another alphabet": "Жители порта требуют открыть мост",
}
NO_HEADLINES = {
    "a stop": "The harbour bridge was closed on Monday.",
    "a stop inside quotation marks": "“The harbour bridge is closed to all.”",
    "a question": "Who closed the harbour bridge on Monday?",
    "an introduction": "What we know about the bridge:",
    "an outlet": "The Harbour Evening Post",
    "an outlet and a day": "The Harbour Evening Post, Tuesday, March 3, 2026",
    "a byline": "By Noor Adeyemi and Tomas Reyl of the Harbour Post",
    "a dateline": "SOKCHO, South Korea",
    "a photo credit": "The bridge at dawn on Monday (Mina Castellan/Reuters via Getty)",
    "a bullet": "- Harbour bridge closed after two bolts are found",
    "mark-up": "<h1>Harbour bridge closed after two bolts are found</h1>",
    "columns": "Bridge | closed | since | Monday | morning",
    "a paragraph": "The harbour bridge was closed on Monday after two of its bolts were found on the quay below "
    "and the council met in the evening to hear from the harbour master who had ordered it",
}


def read(text: str) -> tuple[str | None, list[str]]:
    article = read_plain(text, name="a", origin=None, where="a")
    assert article.text == text
    return article.title, [span.of(text) for span in article.furniture]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=["unix", "windows", "old mac"])
@pytest.mark.parametrize("headline", HEADLINES.values(), ids=HEADLINES)
def test_a_headline_is_the_title_and_no_prose(headline: str, newline: str) -> None:
    assert read(f"{headline}\n\n{BODY}".replace("\n", newline)) == (headline, [headline])


@pytest.mark.parametrize("line", NO_HEADLINES.values(), ids=NO_HEADLINES)
def test_another_first_line_is_no_title(line: str) -> None:
    title, furniture = read(f"{line}\n\n{BODY}")

    assert title is None
    assert line not in furniture or line.startswith("By ")


@pytest.mark.parametrize(
    "text",
    [
        "Harbour bridge closed after two bolts are found\n" + BODY,
        "Harbour bridge closed after two bolts are found\n\nMaster says that nobody was hurt there\n\n" + BODY,
        "Harbour bridge closed after two bolts are found\n\nNo paragraph here.\n",
        "Harbour bridge closed after two bolts are found",
        "Harbour bridge closed after two bolts are found\n\n" + "a line of a poem that does not end with a stop\n" * 9,
    ],
    ids=["no blank line", "two such lines", "no prose", "alone", "a poem"],
)
def test_where_it_could_be_something_else_there_is_no_title(text: str) -> None:
    assert read(text) == (None, [])


def test_a_byline_may_stand_between_headline_and_text() -> None:
    headline = HEADLINES["a sentence without a stop"]

    assert read(f"\n{headline}\n\nBy Noor Adeyemi\n\n{BODY}") == (headline, [headline, "By Noor Adeyemi"])


def test_a_headline_counts_among_the_furniture_when_sentences_are_counted() -> None:
    headline = HEADLINES["a sentence without a stop"]
    traced = trace(read_plain(f"{headline}\n\n{BODY}", name="a", origin=None, where="a"))

    assert {s.status for s in traced.sentences if s.span.of(traced.article.text) == headline} == {
        SentenceStatus.FURNITURE
    }


def test_a_record_that_has_a_title_keeps_it(tmp_path: Path) -> None:
    headline = HEADLINES["a sentence without a stop"]
    record = {"text": f"{headline}\n\n{BODY}", "title": "Bridge closed"}
    for name, expected in (("a", "Bridge closed"), ("b", headline)):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(record))
        record.pop("title", None)

        assert read_one(tmp_path / f"{name}.jsonl").title == expected
