"""Paragraphs, sentences and quotations, shown in marked-up text: `{s:…}` a sentence, `{q:…}` a quotation."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.models import Span
from provenance.text import paragraphs, quotations, sentences
from tests.marked import read_marked

NEWSY = st.text(alphabet=st.sampled_from(list("aB. ,?!…\"'“”‘’«»()0\n\r\u2028\u00a0é😀")), max_size=60)


def whole(text: str) -> Span:
    return Span(0, len(text))


@pytest.mark.parametrize(
    "marked",
    [
        pytest.param("{p:One.}\n\n{p:Two.}", id="unix"),
        pytest.param("{p:One.}\r\n{p:Two.}\r\n", id="windows"),
        pytest.param("{p:One.}\r{p:Two.}", id="old mac"),
        pytest.param("{p:One.}\u2028{p:Two.}\u2029{p:Three.}\x85{p:Four.}\x0c{p:Five.}", id="unicode"),
        pytest.param(" \t{p:One.}\u00a0\n \u00a0 \n\t{p:Two.} ", id="trimmed"),
        pytest.param("\n \n", id="nothing"),
    ],
)
def test_paragraphs_are_the_lines_with_content(marked: str) -> None:
    text, spans = read_marked(marked)

    assert paragraphs(text) == spans.get("p", ())


@pytest.mark.parametrize(
    "marked",
    [
        pytest.param("{s:The bridge closed.} {s:It reopened in May.}", id="plain"),
        pytest.param("{s:Mr. Oduya met Gov. Lena Brandt and Lt. Col. P. J. Roth.} {s:They talked.}", id="titles"),
        pytest.param("{s:The U.S. Senate voted at 9 a.m. Tuesday.} {s:Nobody spoke.}", id="initialisms"),
        pytest.param(
            "{s:He left at 9 a.m.} {s:The others stayed in the U.S.} {s:But not for long.}", id="then a starter"
        ),
        pytest.param("{s:She came on Jan. 5.} {s:He left in Jan.} {s:Nobody minded.}", id="months"),
        pytest.param("{s:Sen. Ruth Alm (D-Pa.) spoke.} {s:It rose 3.5 percent to $4.20.}", id="state and figures"),
        pytest.param("{s:We waited ... and waited.} {s:Then . . . it came.}", id="ellipsis inside"),
        pytest.param("{s:We waited…} {s:It came.}", id="ellipsis at the end"),
        pytest.param("{s:“Why?” he asked.} {s:“Because!” Mara Lind replied.} {s:“Oh.”}", id="tag after a quotation"),
        pytest.param('{s:"Why?" he asked.} {s:"Because it is late."} {s:She left.}', id="straight marks"),
        pytest.param("{s:“It rained.} {s:We went in.} {s:We slept,” she said.} {s:They left.}", id="in a quotation"),
        pytest.param("{s:(It rained.)} {s:We slept.”} {s:“You did?”} {s:Yes!}", id="closers"),
        pytest.param("{s:no end}", id="no stop"),
        pytest.param("{s:Write to a.b@example.org or www.example.org.} {s:Thanks.}", id="addresses"),
    ],
)
def test_sentences(marked: str) -> None:
    text, spans = read_marked(marked)

    assert sentences(text, whole(text)) == spans["s"]


@pytest.mark.parametrize(
    "marked",
    [
        pytest.param("He said {q:“we won”} and {q:“so what?”} again.", id="curly"),
        pytest.param('{q:"We won,"} he said. {q:"So what?"}', id="straight"),
        pytest.param("{q:«On a gagné»}, he said; {q:„Wir auch“}; {q:``and us''}.", id="other marks"),
        pytest.param('{q:“He told me ‘no’ and "never" twice,”} she said.', id="nested stays inside"),
        pytest.param("{q:‘He told me “no” twice,’} she said.", id="nested in single marks"),
        pytest.param("{q:'It's the voters' choice,'} she said.", id="straight single marks"),
        pytest.param("The voters' choice of the '90s: rock 'n' roll, y'all, and the O’Neills’ dog.", id="apostrophes"),
        pytest.param('He is 6\'2" and the pipe 5" wide.', id="feet and inches"),
        pytest.param('{q:"The man was 5\'10" tall,"} she said.', id="feet and inches in a quotation"),
        pytest.param("He went on. {q:“The second day was worse.}", id="unclosed to the end"),
        pytest.param("{q:“The first was bad.} {q:“The second,”} he said.", id="unclosed before another"),
        pytest.param("It was over,” he said. {q:“Truly,”} he added.", id="closing mark alone"),
        pytest.param('{q:“We won,"} he said.', id="curly closed by straight"),
        pytest.param('{q:"So what,”} she said.', id="straight closed by curly"),
        pytest.param("Empty \"\" and “” and '' hold nothing.", id="empty"),
        pytest.param('"', id="a lone mark"),
    ],
)
def test_quotations(marked: str) -> None:
    text, spans = read_marked(marked)

    assert tuple(q.span for q in quotations(text, whole(text))) == spans.get("q", ())


def test_an_unclosed_quotation_says_so_and_stays_in_its_paragraph() -> None:
    text = "“It rained.\n“It stopped,” she said."
    first, second = (quotations(text, paragraph) for paragraph in paragraphs(text))

    assert [(q.span.of(text), q.closed) for q in first] == [("“It rained.", False)]
    assert [(q.span.of(text), q.closed, q.words(text)) for q in second] == [("“It stopped,”", True, "It stopped,")]


@given(NEWSY | st.text(max_size=60))
def test_sentences_cover_every_word_of_any_text_once(text: str) -> None:
    for paragraph in paragraphs(text):
        pieces = sentences(text, paragraph)

        assert "".join("".join(s.of(text).split()) for s in pieces) == "".join(paragraph.of(text).split())
        assert all(a.end <= b.start for a, b in pairwise(pieces))


@given(NEWSY)
def test_quotations_are_disjoint_and_inside_their_paragraph(text: str) -> None:
    for paragraph in paragraphs(text):
        spans = [q.span for q in quotations(text, paragraph)]

        assert all(paragraph.contains(span) for span in spans)
        assert all(a.end <= b.start for a, b in pairwise(spans))


@pytest.mark.parametrize("unit", ['"', "'", "“", ".", ". ", "a.", ' "', " 'a'", '.")', "A! "], ids=repr)
def test_hostile_text_is_cut_without_losing_a_word(unit: str) -> None:
    text = unit * (20_000 // len(unit)) + "x"
    pieces = [s for paragraph in paragraphs(text) for s in sentences(text, paragraph)]

    assert "".join("".join(s.of(text).split()) for s in pieces) == "".join(text.split())
