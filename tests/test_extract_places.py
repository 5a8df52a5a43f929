"""Stretches of a text and their owners say what looking at every character would say."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from provenance.extract.places import Places
from provenance.models import Span

SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 12)).map(lambda p: Span(p[0], p[0] + p[1])), max_size=3)


@given(st.lists(SPANS, max_size=8), SPANS)
def test_the_first_owner_keeps_what_later_ones_share(owners: list[list[Span]], asked: list[Span]) -> None:
    places, by_character = Places(), dict[int, int]()
    for owner, spans in enumerate(owners):
        places.take(spans, owner)
        for at in (at for span in spans for at in range(span.start, span.end)):
            by_character.setdefault(at, owner)

    seen = [by_character[at] for span in asked for at in range(span.start, span.end) if at in by_character]

    assert places.shared(asked) == Counter(seen)
    assert places.touches(asked) == bool(seen)
