"""Captions and photo credits in plain text."""

import pytest

from provenance.models import Caption
from provenance.read import describe

Words = tuple[str, str | None, str | None, str | None, str | None]

CREDITED = [
    # line, content, credit, photographer, agency, distributor
    (
        "File/Ships lie in the harbour on May 2, 2021. (Kenji Roe/Bloomberg via Getty)",
        (
            "Ships lie in the harbour on May 2, 2021.",
            "Kenji Roe/Bloomberg via Getty",
            "Kenji Roe",
            "Bloomberg",
            "Getty",
        ),
    ),
    ("A crane at work. (Jane Roe/Reuters)", ("A crane at work.", "Jane Roe/Reuters", "Jane Roe", "Reuters", None)),
    (
        "A crane [Jane Roe/Al Jazeera News]",
        ("A crane", "Jane Roe/Al Jazeera News", "Jane Roe", "Al Jazeera News", None),
    ),
    (
        "FILE - The mayor speaks. (AP Photo/Jane van der Roe, File)",
        ("The mayor speaks.", "AP Photo/Jane van der Roe, File", "Jane van der Roe", "AP", None),
    ),
    ("The mayor speaks. REUTERS/Jane Roe", ("The mayor speaks.", "REUTERS/Jane Roe", "Jane Roe", "REUTERS", None)),
    (
        "The mayor speaks.Jane Roe/Getty Images",
        ("The mayor speaks.", "Jane Roe/Getty Images", "Jane Roe", "Getty Images", None),
    ),
    (
        "FILE PHOTO: The mayor speaks. REUTERS/Jane Roe/File Photo",
        ("The mayor speaks.", "REUTERS/Jane Roe/File Photo", "Jane Roe", "REUTERS", None),
    ),
    ("The mayor speaks. Photo: Jane Roe/EPA", ("The mayor speaks.", "Jane Roe/EPA", "Jane Roe", "EPA", None)),
    (
        "The mayor speaks (Photo by Jane Roe/AFP via Getty Images)",
        ("The mayor speaks", "Jane Roe/AFP via Getty Images", "Jane Roe", "AFP", "Getty Images"),
    ),
    (
        "The mayor speaks. (Photo by Jane Roe / AFP) (Photo by JANE ROE/AFP via Getty Images)",
        ("The mayor speaks.", "JANE ROE/AFP via Getty Images", "JANE ROE", "AFP", "Getty Images"),
    ),
    ("The mayor speaks. Credit: Jane Roe", ("The mayor speaks.", "Jane Roe", "Jane Roe", None, None)),
    (
        "The mayor speaks.Credit...Jane Roe for The Daily Example",
        ("The mayor speaks.", "Jane Roe for The Daily Example", "Jane Roe", "The Daily Example", None),
    ),
    (
        "The mayor speaks. (Jane Roe for The Daily Example)",
        ("The mayor speaks.", "Jane Roe for The Daily Example", "Jane Roe", "The Daily Example", None),
    ),
    ("The old pier. (Courtesy of Jane Roe)", ("The old pier.", "Jane Roe", None, None, "Jane Roe")),
    (
        "The old pier. Photo courtesy of the Roe family",
        ("The old pier.", "the Roe family", None, None, "the Roe family"),
    ),
    (
        "A missile is launched. (KCNA via Reuters)",
        ("A missile is launched.", "KCNA via Reuters", None, "KCNA", "Reuters"),
    ),
    ("The frigate. (U.S. Navy via AP)", ("The frigate.", "U.S. Navy via AP", None, "U.S. Navy", "AP")),
    (
        "The minister. (Ministry of Ports/Handout via Reuters)",
        ("The minister.", "Ministry of Ports/Handout via Reuters", None, "Ministry of Ports", "Reuters"),
    ),
    ("Children play. (Jane Roe/Pool/AFP)", ("Children play.", "Jane Roe/Pool/AFP", "Jane Roe", "AFP", None)),
    ("Children play. (AFP/Getty Images)", ("Children play.", "AFP/Getty Images", None, "AFP", "Getty Images")),
    ("Children play. (Getty Images)", ("Children play.", "Getty Images", None, "Getty Images", None)),
    ("Children play. Image source, Getty Images", ("Children play.", "Getty Images", None, "Getty Images", None)),
    (
        "Children play. (Photos by Jane Roe and John Poe/Example Wire)",
        ("Children play.", "Jane Roe and John Poe/Example Wire", "Jane Roe and John Poe", "Example Wire", None),
    ),
    # Nothing but a credit: it is its own content.
    ("Photo: Jane Roe/Reuters", ("Jane Roe/Reuters", "Jane Roe/Reuters", "Jane Roe", "Reuters", None)),
    (
        "Jane Roe via Getty Images.",
        ("Jane Roe via Getty Images", "Jane Roe via Getty Images", "Jane Roe", None, "Getty Images"),
    ),
    ("(Handout/Reuters)", ("Handout/Reuters", "Handout/Reuters", None, "Reuters", None)),
    # A prefix in capitals is enough.
    ("FILE - The mayor speaks in March.", ("The mayor speaks in March.", None, None, None, None)),
]

NO_CAPTION = [
    "PORT EXAMPLE, May 2 (Reuters) - The harbour was sold on Monday.",
    "The harbour was sold, the mayor said (Reuters).",
    "The model is well known (Smith/Jones, 2019).",
    "The song became a hit (Jane Roe/John Poe).",
    "Forty percent agreed in the poll (Washington Post/ABC News).",
    "Forty percent agreed in the poll. (Reuters/Ipsos)",
    "“We love this town” (Jane Roe via a neighbour)",
    "The mayor gave them credit: Jane Roe had worked for years.",
    "Credit Suisse fell by a third.",
    "Photo opportunities were few.",
    "Photo: a crane that nobody has ever seen at work, and that stands idle.",
    "The image, a photo by Jane Roe, was printed everywhere.",
    "He chose and/or lost. The vote was for Roe/Poe.",
    "File a complaint with the ministry (Form 12/B).",
    "File/Save opens the menu.",
    "Her campaign committee paid the bill (Jane Roe for Mayor).",
    "A statement came from the mayor (Jane Roe, Port Example).",
    "By courtesy of the court, she spoke. Courtesy of a friend, he ate.",
]


def words_of(caption: Caption, text: str) -> Words:
    credit = caption.credit
    spans = (credit.span, credit.photographer, credit.agency, credit.distributor) if credit else (None,) * 4
    return (caption.content.of(text), *(span.of(text) if span else None for span in spans))  # type: ignore[return-value]


@pytest.mark.parametrize(("line", "expected"), CREDITED, ids=[line for line, _ in CREDITED])
@pytest.mark.parametrize("around", ["{}", "The mayor left early.\r\n{}\r\nNobody was hurt."], ids=["alone", "between"])
def test_a_credited_caption_is_taken_apart(line: str, expected: Words, around: str) -> None:
    text = around.format(line)
    found = describe(text)

    assert [words_of(caption, text) for caption in found.captions] == [expected]
    assert found.furniture == ()


@pytest.mark.parametrize("line", NO_CAPTION)
def test_prose_is_no_caption(line: str) -> None:
    assert describe(line).captions == ()


def test_a_credit_in_the_middle_of_a_paragraph_stays_prose() -> None:
    text = "The picture (Jane Roe/Reuters) shows the mayor, who has since left the town."

    assert describe(text).captions == ()


def test_captions_come_in_text_order_with_offsets_of_the_whole_text() -> None:
    text = "One. (Jane Roe/AFP)\n\nThe mayor spoke.\n\nTwo. (John Poe/AFP)\n"
    found = describe(text)

    assert [caption.content.of(text) for caption in found.captions] == ["One.", "Two."]
