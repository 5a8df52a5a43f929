"""The outlet that a dateline names."""

import pytest

from provenance.read.describe import describe

PROSE = " The mayor spoke at noon in the old hall, and nobody was hurt on the way home.\n"


@pytest.mark.parametrize(
    ("dateline", "outlet"),
    [
        ("SEOUL, March 14 (Yonhap) --", "Yonhap"),
        ("UNITED NATIONS (AP) —", "The Associated Press"),
        ("WASHINGTON (Reuters) -", "Reuters"),
        ("KYIV, Sept 9 (Reuters) -", "Reuters"),
        ("SÃO PAULO, 9 May 2024 (AFP) –", "Agence France-Presse"),
        ("HARROW (Harrow Herald) —", "Harrow Herald"),
        ("HARROW (HBN) --", "HBN"),
        ("TEHRAN, IRNA -", "IRNA"),
        ("Harrow, Vt. (CNN) —", "CNN"),
        ("Washington (CNN)", "CNN"),
        ("(Reuters) -", "Reuters"),
        ("(Harrow) -", None),
        ("Vale (D) —", None),
        ("HARROW —", None),
        ("HARROW (Texas) —", None),
        ("HARROW, Vt. —", None),
        ("HARROW (US) —", None),
        ("The mayor (AP) said", None),
        ("LEEDS, FA -", None),
    ],
)
def test_a_dateline_names_the_outlet(dateline: str, outlet: str | None) -> None:
    assert describe(f"By Nora Vale\n\n{dateline}{PROSE}").outlet == outlet


def test_a_dateline_far_down_names_nobody() -> None:
    assert describe(PROSE * 12 + "SEOUL (Yonhap) --" + PROSE).outlet is None
