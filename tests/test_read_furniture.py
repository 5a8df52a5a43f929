"""Page furniture and the byline it gives."""

import pytest

from provenance.read import describe
from provenance.read.byline import clean_byline, outlet_in

PROSE = "The mayor spoke at noon.\nShe left early.\nNobody was hurt.\n" * 4

BYLINES = [
    ("Frances Example", PROSE + "Follow Frances Example on Facebook and Twitter.\nRead the full article here"),
    ("Jane Roe", "Harbour sold\nBy Jane Roe\n" + PROSE),
    ("Jane Roe and John Poe", "By Jane Roe and John Poe, Staff writers\n" + PROSE),
    ("Jane Roe", "By Jane Roe | Example News Service\n" + PROSE),
    ("Jane Roe", PROSE + "(Reporting by Jane Roe; Editing by John Poe)"),
    ("Jane Roe", PROSE + "Jane Roe is a reporter for The Daily Example."),
    # The surest line wins, wherever it stands.
    ("Jane Roe", "By Jane Roe\n" + PROSE + "Follow John Poe on Twitter."),
    ("Jane Roe", PROSE + "Ann Poe is a columnist for The Daily Example.\nFollow Jane Roe on Twitter."),
    # An outlet writes nothing, and a line in the middle of a story is believed by nobody.
    (None, PROSE + "Follow The Daily Example on Facebook."),
    (None, PROSE + "Follow Example News on Facebook."),
    (None, PROSE + "By Jane Roe\n" + PROSE),
    (None, PROSE + "Jane Roe is a reporter for The Daily Example.\n" + PROSE),
    (None, PROSE),
]

LOOK_ALIKES = [
    "Follow the money on Capitol Hill, he said.",
    "“Follow Jane Roe on Twitter,” the mayor told them.",
    "By Jane Roe’s account the harbour was never sold.",
    "Read the full report before you vote, she said.",
    "Share prices fell on Monday.",
    "Copyright law was tightened in 2021, the ministry said.",
    "Advertisement sales fell by a third.",
    "Jane Roe contributed $500 to the campaign.",
    "Subscribe or leave, the notice read.",
]


@pytest.mark.parametrize(("byline", "text"), BYLINES, ids=range(len(BYLINES)))
def test_the_byline_is_the_author_that_furniture_names(byline: str | None, text: str) -> None:
    assert describe(text).byline == byline


def test_furniture_is_marked_line_by_line_and_prose_is_not() -> None:
    text = f"By Jane Roe\r\n{PROSE}Advertisement\r\n{PROSE}  Follow Jane Roe on Twitter.  \r\n© 2024 The Daily Example"

    assert [span.of(text) for span in describe(text).furniture] == [
        "By Jane Roe",
        "Advertisement",
        "Follow Jane Roe on Twitter.",
        "© 2024 The Daily Example",
    ]


@pytest.mark.parametrize("line", LOOK_ALIKES)
@pytest.mark.parametrize("text", ["{}", f"{PROSE}{{}}"], ids=["first", "last"])
def test_a_look_alike_stays_in_the_article(line: str, text: str) -> None:
    found = describe(text.format(line))

    assert (found.furniture, found.byline) == ((), None)


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("By Jane Roe and John Poe, Staff writer", "Jane Roe and John Poe"),
        ("BY JANE ROE", "JANE ROE"),
        ("Jane Roe, John Poe & Ann Poe", "Jane Roe, John Poe and Ann Poe"),
        ("Jane Roe | Example Wire", "Jane Roe"),
        ("by Jane Roe in Port Example", "Jane Roe"),
        ("Jane Roe (jane@news.example)", "Jane Roe"),
        ("Jane Roe, @janeroe", "Jane Roe"),
        ("Jane Roe; John Poe", "Jane Roe and John Poe"),
        ("Jane Roe for Example Wire", "Jane Roe"),
        ("Example Wire", "Example Wire"),
        ("Daily Example staff", "Daily Example staff"),
        ("Jane Roe, Jane Roe", "Jane Roe"),
        ("Jane Roe, Showbiz Reporter, The Daily Clarion", "Jane Roe"),
        ("Jane Roe, Harrow Tribune", "Jane Roe"),
        ("admin", None),
        ("By", None),
        ("", None),
        ("12", None),
    ],
)
def test_a_byline_is_cleaned_to_its_names(printed: str, names: str | None) -> None:
    assert clean_byline(printed) == names


@pytest.mark.parametrize(
    ("printed", "outlet"),
    [
        ("By Jane Roe, Showbiz Reporter, The Daily Clarion", "The Daily Clarion"),
        ("By Staff reports, Harrow Tribune", "Harrow Tribune"),
        ("By Jane Roe and John Poe, Example Newswire", "Example Newswire"),
        ("By Jane Roe, HarbourBeat", "HarbourBeat"),
        ("By Jane Roe | Example News", "Example News"),
        ("By Jane Roe", None),
        ("By Jane Roe, John Poe", None),
        ("By Jane Roe, The Hague", None),
        ("By Jane Roe, Legal Correspondent", None),
        ("By Jane Roe, University of Colne", None),
        ("By The Daily Clarion", None),
    ],
)
def test_a_byline_may_end_with_its_outlet(printed: str, outlet: str | None) -> None:
    assert outlet_in(printed) == outlet
