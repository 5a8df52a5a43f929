"""Whoever another quotes: claims that the tagger gives to whom quotes, given to whom is quoted."""

import pytest

from provenance.extract.passages import read_prose
from provenance.extract.quoting import find_quoted_as
from provenance.models import Attribution, Kind, Span
from tests.marked import make_article, read_marked


def seen_as(marked: str) -> tuple[str, Attribution]:
    """The text of a marked-up sentence and the one claim its marks make."""
    text, spans = read_marked(marked)
    parts = {role: spans.get(role, ()) for role in ("source", "cue", "content")}
    return text, Attribution(kind=Kind.CLAIM, statement=Span(0, len(text)), confidence=0.8, rule="seen", **parts)


@pytest.mark.parametrize(
    ("seen", "given"),
    [
        pytest.param(
            "{source:The Argus} {cue:quoted} {content:Nora Vale as saying that the dam was old}.",
            "The Argus {cue:quoted} {source:Nora Vale} {cue:as saying} {content:that the dam was old}.",
            id="object",
        ),
        pytest.param(
            "{content:“It is old,”} {source:the Argus} {cue:quoted} {content:Nora Vale, a mayor, as saying}.",
            "{content:“It is old,”} the Argus {cue:quoted} {source:Nora Vale, a mayor}, {cue:as saying}.",
            id="object behind what is said",
        ),
        pytest.param(
            "{source:The Argus} {cue:cited} {content:a U.S. official as saying the dam was old}.",
            "The Argus {cue:cited} {source:a U.S. official} {cue:as saying} {content:the dam was old}.",
            id="cited",
        ),
        pytest.param(
            "{content:The dam was old, Nora Vale} {cue:was quoted as saying} by {source:the Argus}.",
            "{content:The dam was old}, {source:Nora Vale} {cue:was quoted as saying} by the Argus.",
            id="subject",
        ),
        pytest.param(
            "{content:Nora Vale} {cue:was quoted as saying} by {source:the Argus} {content:that it was old}.",
            "{source:Nora Vale} {cue:was quoted as saying} by the Argus {content:that it was old}.",
            id="subject before what is said",
        ),
        pytest.param(
            "{content:Nora Vale} {cue:was quoted} by {source:state media} {content:as saying it was old}.",
            "{source:Nora Vale} {cue:was quoted} by state media {cue:as saying} {content:it was old}.",
            id="by between",
        ),
    ],
)
def test_a_claim_is_given_to_who_is_quoted(seen: str, given: str) -> None:
    text, claim = seen_as(seen)
    expected = seen_as(given)

    (found,) = find_quoted_as(read_prose(make_article(text)), (claim,))

    assert text == expected[0]
    assert (found.source, found.cue) == (expected[1].source, expected[1].cue)
    assert [piece.of(text).strip(", ") for piece in found.content] == [piece.of(text) for piece in expected[1].content]
    assert found.told


@pytest.mark.parametrize(
    "given",
    [
        "{content:“It is old,”} {source:Gen. Nora Vale} {cue:was quoted as saying} by the Argus.",
        "The Argus {cue:quoted} {source:Nora Vale} {cue:as saying} {content:that the dam was old}.",
    ],
)
def test_a_claim_that_nobody_saw_is_found(given: str) -> None:
    text, expected = seen_as(given)

    (found,) = find_quoted_as(read_prose(make_article(text)), ())

    assert (found.source, found.cue, found.content) == (expected.source, expected.cue, expected.content)


@pytest.mark.parametrize(
    "seen",
    [
        "{source:Nora Vale} {cue:quoted} {content:a poem about dams}.",
        "{source:The Argus} {cue:reported} {content:that the dam was old}.",
        "{source:The shares} {cue:were quoted} {content:at nine crowns as trading began}.",
        "{source:The Argus} {cue:cited} {content:high winds as the reason}.",
    ],
)
def test_other_claims_stay_as_they_are(seen: str) -> None:
    text, claim = seen_as(seen)

    assert find_quoted_as(read_prose(make_article(text)), (claim,)) == (claim,)


def test_nothing_is_found_where_nothing_is_said() -> None:
    text = "The dam fell where Nora Vale was quoted as saying."

    assert find_quoted_as(read_prose(make_article(text)), ()) == ()
