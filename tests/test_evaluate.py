"""Agreement between found and reference attributions."""

import pytest

from provenance.evaluate import Agreement, compare_links, evaluate
from provenance.models import Attribution, Kind, Span
from tests.marked import read_marked


def attribution(marked: str, number: str = "") -> Attribution:
    text, spans = read_marked(marked)
    return Attribution(
        kind=Kind.CLAIM,
        source=spans.get(f"source{number}", ()),
        cue=spans.get(f"cue{number}", ()),
        content=spans.get(f"content{number}", ()),
        statement=Span(0, len(text)),
        confidence=1.0,
        rule="by-hand",
    )


WANTED = "{source:The warden} {cue:said} {content:the north gate would stay shut}."
SAME = {
    "the same": WANTED,
    "content cut short by a word": "{source:The warden} {cue:said} {content:the north gate would stay} shut.",
    "source cut to its noun": "The {source:warden} {cue:said} {content:the north gate would stay shut}.",
}
OTHER = {
    "another source": "The warden {source:said} the {content:north gate would stay shut}.",
    "no source": "The warden {cue:said} {content:the north gate would stay shut}.",
    "less than half the content": "{source:The warden} {cue:said} {content:the north} gate would stay shut.",
}


@pytest.mark.parametrize("found", SAME.values(), ids=SAME)
def test_the_same_attribution_is_linked(found: str) -> None:
    assert compare_links([attribution(WANTED)], [attribution(found)]).f1 == 1.0


@pytest.mark.parametrize("found", OTHER.values(), ids=OTHER)
def test_another_attribution_is_not_linked(found: str) -> None:
    assert compare_links([attribution(WANTED)], [attribution(found)]).f1 == 0.0


def test_one_found_attribution_answers_for_one_reference_only() -> None:
    wanted = attribution(WANTED)

    assert compare_links([wanted, wanted], [wanted]) == Agreement(right=1, found=1, wanted=2)


def test_exact_spans_are_counted_by_role() -> None:
    scores = evaluate([([attribution(WANTED)], [attribution(SAME["content cut short by a word"])])])

    assert (scores["source"].f1, scores["cue"].f1, scores["content"].f1, scores["linked"].f1) == (1, 1, 0, 1)


def test_nothing_found_and_nothing_wanted_is_no_division_by_zero() -> None:
    nothing = evaluate([([], [])])["linked"]

    assert (nothing.precision, nothing.recall, nothing.f1) == (0, 0, 0)
