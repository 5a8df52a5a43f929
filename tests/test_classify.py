"""What kind of source and claim each link is, in marked-up sentences and their look-alikes."""

from typing import Any

import pytest

from provenance.models import Quotation, Stance
from tests.casebook import cases, classify_case


@pytest.mark.parametrize("case", cases("kinds"))
def test_a_source_gets_its_kind(case: dict[str, Any]) -> None:
    claims = classify_case(case)

    assert [claim.source_type and claim.source_type.value for claim in claims] == case["type"]
    assert [claim.identity.value for claim in claims] == case.get("identity", [c.identity.value for c in claims])


@pytest.mark.parametrize("case", cases("channels"))
def test_a_claim_gets_its_channel(case: dict[str, Any]) -> None:
    assert [claim.channel.value for claim in classify_case(case)] == case["channel"]


@pytest.mark.parametrize(
    ("text", "quotation"),
    [
        ("“{content:It leaks},” {source:Nora Vale} {cue:said}.", Quotation.DIRECT),
        ("{content:“It leaks,”} {source:Nora Vale} {cue:said}. {content:“It is old.”}", Quotation.DIRECT),
        ("{source:Nora Vale} {cue:called} {content:the dam “a wreck”}.", Quotation.MIXED),
        ("{source:Nora Vale} {cue:said} {content:it leaks}.", Quotation.INDIRECT),
        ("{source:Nora Vale} {cue:said} {content:it isn’t Tom’s}.", Quotation.INDIRECT),
    ],
)
def test_quotation_is_measured_by_words_inside_marks(text: str, quotation: Quotation) -> None:
    assert classify_case({"text": text})[0].quotation is quotation


@pytest.mark.parametrize(
    ("cue", "stance"),
    [
        ("said", Stance.NEUTRAL),
        ("argued", Stance.NEUTRAL),
        ("confirmed", Stance.ENDORSING),
        ("pointed out", Stance.ENDORSING),
        ("claimed", Stance.DISTANCING),
        ("insisted", Stance.DISTANCING),
        ("said in a note", Stance.NEUTRAL),
        ("wrote in a research note", Stance.NEUTRAL),
        ("rejected the claims", Stance.NEUTRAL),
        ("noted in a letter", Stance.ENDORSING),
        ("told the paper, confirming", Stance.ENDORSING),
        ("notes", Stance.ENDORSING),
    ],
)
def test_a_reporting_word_takes_its_side(cue: str, stance: Stance) -> None:
    claim = classify_case({"text": f"{{source:Nora Vale}} {{cue:{cue}}} {{content:that it leaks}}."})[0]

    assert claim.stance is stance


@pytest.mark.parametrize(
    ("text", "hedged"),
    [
        ("{source:Nora Vale} reportedly {cue:said} {content:it leaks}.", True),
        ("{source:Nora Vale} {cue:allegedly said} {content:it leaks}.", True),
        ("{source:Nora Vale} {cue:said} {content:it allegedly leaks}.", False),
        ("{source:Nora Vale} {cue:said} {content:it leaks}.", False),
    ],
)
def test_reportedly_makes_a_claim_second_hand(text: str, hedged: bool) -> None:
    claim = classify_case({"text": text})[0]

    assert (claim.hedged, claim.second_hand) == (hedged, hedged)
