"""What holds for any text whatever."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.read import describe
from provenance.read.decode import decode
from provenance.read.lines import split_lines

WORDS = [
    "By Jane Roe",
    "(Jane Roe/AFP)",
    "Photo: ",
    "FILE - ",
    "Follow ",
    " on Twitter",
    "Credit...",
    " via Getty",
    "/AP",
]
MARKS = ["\r\n", "\r", "\n", ".", " ", "(", ")", "“", "”", "The mayor spoke", "é", "\u2028", "|", "Advertisement"]
TEXTS = st.lists(st.sampled_from(WORDS + MARKS) | st.text(max_size=8), max_size=30).map("".join)


@settings(deadline=None)
@given(TEXTS)
def test_captions_and_furniture_are_disjoint_stretches_of_the_text_in_order(text: str) -> None:
    found = describe(text)
    places = sorted([*found.furniture, *(caption.content for caption in found.captions)])

    assert all(span.of(text).strip() == span.of(text) for span in found.furniture)
    assert all(one.end <= other.start for one, other in pairwise(places))
    assert list(found.furniture) == sorted(found.furniture)
    for caption in found.captions:
        credit = caption.credit
        names = (credit.photographer, credit.agency, credit.distributor) if credit else ()
        assert caption.content.end <= len(text)
        assert all(credit.span.contains(name) for name in names if credit and name)


@settings(deadline=None)
@given(TEXTS)
def test_every_word_lies_in_a_line(text: str) -> None:
    lines = split_lines(text)

    assert "".join("".join(line.of(text).split()) for line in lines) == "".join(text.split())


@settings(deadline=None)
@given(st.text(min_size=1).filter(lambda text: "\x00" not in text and not text.startswith("\ufeff")))
def test_utf8_comes_back_unchanged(text: str) -> None:
    padded = text + " plain words" * 20 * len(text)

    assert decode(padded.encode(), where="test") == padded
