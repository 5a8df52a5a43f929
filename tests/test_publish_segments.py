"""Cutting a text into pieces with the same evidence all through, however evidence overlaps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.publish.page import UNSTATED, compose_page, mark_claim, slice_bar
from provenance.publish.segments import NOBODY, Mark, Paragraph, Segment, find_paragraphs, split_text
from tests.marked import read_marked

ROLES = {"content", "cue", "source", "justification"}


def marks_of(marked: str) -> tuple[str, list[Mark]]:
    """A marked-up text and its marks; the number in a mark's name is its claim."""
    text, spans = read_marked(marked)
    named = [(name.rstrip("0123456789"), name.lstrip("abcdefghijklmnopqrstuvwxyz_"), s) for name, s in spans.items()]
    return text, [
        Mark(claim=claim or "1", role=role, start=s.start, end=s.end) for role, claim, found in named for s in found
    ]


def show(paragraph: Paragraph) -> list[tuple[str, str | None, tuple[str, ...]]]:
    return [(s.text, s.content, s.roles) for s in paragraph]


def test_a_text_without_claims_is_one_piece() -> None:
    assert split_text("It rained.", []) == ((Segment(text="It rained."),),)


def test_source_cue_and_content_are_pieces() -> None:
    text, marks = marks_of("{source:She} {cue:said} {content:it rained}.")
    (paragraph,) = split_text(text, marks)

    assert show(paragraph) == [
        ("She", None, ("source",)),
        (" ", None, ()),
        ("said", None, ("cue",)),
        (" ", None, ()),
        ("it rained", "1", ("content",)),
        (".", None, ()),
    ]


def test_a_piece_of_two_contents_belongs_to_the_inner_one() -> None:
    text = "He said she said it rained."
    outer = Mark(claim="outer", role="content", start=8, end=26)
    inner = Mark(claim="inner", role="content", start=17, end=26)
    (paragraph,) = split_text(text, [outer, inner])

    assert [(s.text, s.content, s.claims, s.begins) for s in paragraph] == [
        ("He said ", None, (), ()),
        ("she said ", "outer", ("outer",), ("outer",)),
        ("it rained", "inner", ("inner", "outer"), ("inner",)),
        (".", None, (), ()),
    ]


def test_contents_that_cross_are_cut_where_they_cross() -> None:
    first, second = Mark(claim="a", role="content", start=0, end=6), Mark(claim="b", role="content", start=3, end=9)
    (paragraph,) = split_text("abcdefghi", [first, second])

    assert [(s.text, s.claims, s.begins) for s in paragraph] == [
        ("abc", ("a",), ("a",)),
        ("def", ("b", "a"), ("b",)),
        ("ghi", ("b",), ()),
    ]


def test_a_source_within_anothers_content_is_both() -> None:
    text = "He said the mayor lied."
    marks = [Mark(claim="1", role="content", start=8, end=22), Mark(claim="2", role="source", start=8, end=17)]
    (paragraph,) = split_text(text, marks)

    assert (paragraph[1].content, paragraph[1].claims, paragraph[1].roles) == ("1", ("1", "2"), ("content", "source"))


def test_a_discontinuous_claim_begins_once() -> None:
    text, marks = marks_of("{content:“Go,”} {source:she} {cue:said}, {content:“now.”}")
    (paragraph,) = split_text(text, marks)

    assert [(s.text, s.begins) for s in paragraph if s.content] == [("“Go,”", ("1",)), ("“now.”", ())]


def test_a_claim_over_paragraphs_is_marked_in_each() -> None:
    text = "He said: “One.\n\nTwo.\n\nThree.” Four."
    paragraphs = split_text(text, [Mark(claim="1", role="content", start=9, end=29)])

    assert [[s.text for s in p if s.content] for p in paragraphs] == [["“One."], ["Two."], ["Three.”"]]
    assert [s.begins for p in paragraphs for s in p if s.content] == [("1",), (), ()]


def test_a_content_that_begins_with_a_line_break_begins_after_it() -> None:
    paragraphs = split_text("Said:\n\n“Yes.”", [Mark(claim="1", role="content", start=5, end=13)])

    assert [(s.text, s.begins) for s in paragraphs[1]] == [("“Yes.”", ("1",))]


def test_offsets_are_code_points() -> None:
    text = "🛶🛶 She said 𝒾𝓉 rained."
    (paragraph,) = split_text(text, [Mark(claim="1", role="content", start=12, end=21)])

    assert [s.text for s in paragraph if s.content] == ["𝒾𝓉 rained"]


def test_sentences_without_a_source_have_a_status() -> None:
    marks = [
        Mark(claim=NOBODY, role="unattributed", start=0, end=3),
        Mark(claim=NOBODY, role="furniture", start=4, end=7),
    ]
    (paragraph,) = split_text("One Two", marks)

    assert [(s.text, s.status) for s in paragraph] == [("One", "unattributed"), (" ", None), ("Two", "furniture")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n \n", []),
        ("One.", ["One."]),
        ("One.\nTwo.", ["One.", "Two."]),
        ("One.\nstill one.\n\nTwo.", ["One.\nstill one.", "Two."]),
        ("\n\n One.\n \t\nTwo.\n\n\n", ["One.", "Two."]),
        ("One.\r\n\r\nTwo.", ["One.\r", "Two."]),
    ],
)
def test_paragraphs(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in find_paragraphs(text)] == expected


texts = st.text(st.sampled_from("ab “”🛶\n\u00a0\u202e<"), max_size=60)
marks = st.builds(
    Mark,
    claim=st.sampled_from(["a", "b", "c", NOBODY]),
    role=st.sampled_from(sorted(ROLES)),
    start=st.integers(-2, 62),
    end=st.integers(-2, 62),
)


@given(texts, st.lists(marks, max_size=8))
def test_nothing_is_lost_and_every_piece_is_covered_alike(text: str, found: list[Mark]) -> None:
    paragraphs = split_text(text, found)
    within = [m for m in found if 0 <= m.start < m.end <= len(text) and m.claim != NOBODY]
    begun = [claim for p in paragraphs for s in p for claim in s.begins]

    assert len(begun) == len(set(begun))
    for (start, end), paragraph in zip(find_paragraphs(text), paragraphs, strict=True):
        assert "".join(s.text for s in paragraph) == text[start:end]
        place = start
        for s in paragraph:
            for character in range(place, place + len(s.text)):
                assert {m.claim for m in within if m.start <= character < m.end} == set(s.claims)
            place += len(s.text)


def claim(**facts: object) -> dict[str, object]:
    return {"id": "1", "kind": "claim", "source_type": None, "context_start": 0, "context_end": 4} | facts


def span(role: str, start: int, end: int) -> dict[str, object]:
    return {"claim": "1", "role": role, "start": start, "end": end, "text": "x"}


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([span("content", 5, 6), span("cue", 1, 2)], (5, 6)),
        ([span("source", 3, 4), span("cue", 1, 2)], (1, 2)),
        ([span("source", 3, 4)], (3, 4)),
        ([], (0, 4)),
    ],
    ids=["content", "cue", "source", "sentence"],
)
def test_every_claim_has_a_place_to_click(spans: list[dict[str, object]], expected: tuple[int, int]) -> None:
    contents = [mark for mark in mark_claim(claim(), spans) if mark.role == "content"]

    assert [(mark.start, mark.end) for mark in contents] == [expected]


def test_the_bar_is_as_long_as_its_slices_in_the_order_of_the_vocabulary() -> None:
    bar = slice_bar({"press": 1, "government": 2, "new kind": 1}, {"government": 0, "press": 1})

    assert [(s.group, s.left, s.width) for s in bar] == [
        ("government", 0, 500),
        ("press", 500, 250),
        ("new kind", 750, 250),
    ]


def test_silences_and_credits_are_no_part_of_the_mix() -> None:
    page = compose_page(
        {"text": "Word"},
        claims=[claim(), claim(id="2", kind="silence"), claim(id="3", kind="photo_credit", source_type="photo_credit")],
        spans=[],
        chains=[],
        sentences=[],
        order=["government", UNSTATED, "silence", "photo_credit"],
    )

    assert [(s.group, s.count, s.share) for s in page.mix] == [(UNSTATED, 1, 1.0)]
    assert [s.group for s in page.legend] == [UNSTATED, "silence", "photo_credit"]
