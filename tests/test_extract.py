"""What extraction finds, shown in marked-up text: `{source:…} {cue:…} {content:…}`; a number tells claims apart.

A sentence without marks is a look-alike that must give nothing.
"""

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.extract import extract_attributions, mark_sentences
from provenance.extract.passages import read_prose
from provenance.extract.quoted import follow_quotations
from provenance.extract.relayed import stay_after_according
from provenance.extract.tagger import RULE, tag
from provenance.extract.turns import find_turns
from provenance.extract.unmarked import find_unmarked
from provenance.models import Article, Attribution, Caption, Credit, Kind, SentenceStatus, Span
from tests.marked import make_article, read_marked

Evidence = dict[str, tuple[Span, ...]]


def evidence(attribution: Attribution, text: str) -> dict[str, list[str]]:
    roles = {"source": attribution.source, "cue": attribution.cue, "content": attribution.content}
    return {role: [span.of(text) for span in spans] for role, spans in roles.items() if spans}


def expected(spans: Evidence, text: str) -> list[dict[str, list[str]]]:
    claims: dict[str, dict[str, list[str]]] = {}
    for mark, places in spans.items():
        role = mark.rstrip("0123456789")
        claims.setdefault(mark.removeprefix(role), {})[role] = [p.of(text) for p in places]
    return [claims[number] for number in sorted(claims)]


def check(marked: str, kind: Kind) -> None:
    text, spans = read_marked(marked)
    found = [a for a in extract_attributions(make_article(text)) if a.kind is kind]

    assert [evidence(a, text) for a in found] == expected(spans, text)


@pytest.mark.parametrize(
    "marked",
    [
        pytest.param("{source:The mayor} {cue:said} {content:that the bridge was safe}.", id="S V that C"),
        pytest.param("{source:The mayor} {cue:said} {content:the bridge was safe}.", id="S V C"),
        pytest.param("{source:He} {cue:has said} {content:the bridge was safe}.", id="helping word"),
        pytest.param("On Monday, {source:Lena Brandt} {cue:argued} {content:that it would hold}.", id="introduction"),
        pytest.param(
            "{source:Maria Vance, a spokeswoman for the ministry,} {cue:said} {content:that the road was shut}.",
            id="apposition",
        ),
        pytest.param("{source:Oduya} {cue:told} reporters {content:that the ship had left}.", id="addressee"),
        pytest.param("{source:Oduya} also {cue:confirmed}, aides relayed, {content:that “it left”}.", id="parenthesis"),
        pytest.param("{content:“The bridge is safe,”} {source:Lind} {cue:said}.", id="C, S V"),
        pytest.param("{content:“The bridge is safe,”} {cue:said} {source:Lind}.", id="C, V S"),
        pytest.param('{content:"It is safe,"} {source:she} {cue:said} on Monday.', id="straight marks"),
        pytest.param("{content:The bridge was safe}, {source:Lind} {cue:said}.", id="C, S V without marks"),
        pytest.param("{content:“Why?”} {source:Lind} {cue:asked}.", id="question"),
        pytest.param("{content:“It was late. We went in. We slept,”} {source:she} {cue:recalled}.", id="sentences"),
        pytest.param("{content:“It left,”} {source:Oduya} {cue:said}, {content:“but nobody waved.”}", id="tag inside"),
        pytest.param("{content:“It left,”} {source:Oduya} {cue:said}. {content:“Nobody waved to it.”}", id="follow-on"),
        pytest.param(
            "{cue:According to} {source:the harbour office}, {content:the ship left at noon}.", id="according"
        ),
        pytest.param("{content:The ship left at noon}, {cue:according to} {source:two sailors}.", id="according after"),
        pytest.param(
            "{source:The mayor} left the talks, {cue:claiming} {content:the bridge was safe}.",
            id="participle",
        ),
        pytest.param("{source:The union} {cue:blamed} {content:the owners for “a wasted summer.”}", id="object"),
        pytest.param("{source:Lind} {cue:called for} {content:an end to the strike}.", id="called for"),
    ],
)
def test_a_claim(marked: str) -> None:
    check(marked, Kind.CLAIM)


@pytest.mark.parametrize(
    "text",
    [
        "The bridge was closed in May.",
        "The report of the states was long.",
        "The United States sent a ship.",
        "She was told.",
        "The claims about the bridge were many.",
        "They sold the “Blue Anchor” in May.",
        "Its answer was loud.",
        "'Tis the season of the voters' choice.",
    ],
)
def test_look_alikes_of_claims_give_nothing(text: str) -> None:
    assert extract_attributions(make_article(text)) == ()


@pytest.mark.parametrize(
    "marked",
    [
        pytest.param("{source:The ministry} {cue:declined to comment}.", id="declined"),
        pytest.param("{source:The bank} {cue:did not respond to} {content:a request for comment}.", id="no response"),
        pytest.param("{source:State radio} {cue:has not at press time responded to} {content:his remarks}.", id="yet"),
        pytest.param("{source:The president} {cue:did not clarify} {content:what he meant}.", id="clarify"),
        pytest.param(
            "{source:The army} {cue:has not publicly acknowledged} {content:any losses}, despite the films.",
            id="acknowledge",
        ),
        pytest.param(
            "{source:The general} {cue:has not given any indication that} {content:he will resign}.", id="indication"
        ),
        pytest.param("{source:The owner} {cue:could not be reached for comment}.", id="reached"),
        pytest.param("{source:The clerk} {cue:refused to say} {content:whether the fee was paid}.", id="refused"),
        pytest.param("{source:The club} {cue:would not say} {content:whether it would pay}.", id="would not"),
        pytest.param("{cue:Messages left with} {source:the ministry} {cue:were not returned}.", id="messages"),
        pytest.param(
            "The clerk says {source:the club} {cue:will not discuss} {content:the fee}.", id="said of another"
        ),
        pytest.param("Lind has said {source:he} {cue:will refuse to answer} {content:any questions}.", id="of himself"),
        pytest.param("It differs from the letters {source:she} {cue:refused to answer}.", id="relative without that"),
        pytest.param("He has listed the clubs {source:that} {cue:don't disclose} {content:their fees}.", id="relative"),
        pytest.param("{source:She and he} {cue:declined to comment}.", id="she and he"),
        pytest.param(
            "It was a clerk {source:who} on Monday {cue:refused to say} {content:what it cost}.", id="who on Monday"
        ),
        pytest.param("{source:The agency} {cue:would neither confirm nor deny} {content:the report}.", id="neither"),
        pytest.param("{source:The Pentagon} {cue:has not confirmed} {content:the report}.", id="not confirmed"),
        pytest.param("{source:Her office} {cue:has yet to confirm} {content:this}.", id="has yet to"),
        pytest.param("{source:Lind} {cue:would not be drawn on} {content:the figures}.", id="drawn"),
        pytest.param("{source:The mayor} said it failed, but {cue:did not elaborate}.", id="but did not"),
        pytest.param("The Senate has not confirmed the judge.", id="confirmed a judge"),
        pytest.param("The driver who declined to give his name saw the fire.", id="name"),
        pytest.param("The patient did not respond to treatment.", id="patient"),
        pytest.param("She declined the offer.", id="offer"),
        pytest.param("The club would not move to the north.", id="would not move"),
    ],
)
def test_a_silence(marked: str) -> None:
    check(marked, Kind.SILENCE)


def test_a_silence_is_not_told_as_a_claim_too() -> None:
    article = make_article("The clerk refused to say whether the mayor hoped to stay.")

    assert [a.kind for a in extract_attributions(article)] == [Kind.SILENCE]


@pytest.mark.parametrize(
    "text",
    [
        "The clerk said it did not comment on letters.",
        "A spokesman reiterated that Halvorsen does not comment on rumors.",
    ],
)
def test_a_silence_of_the_speakers_own_is_not_told_as_a_claim_too(text: str) -> None:
    assert [a.kind for a in extract_attributions(make_article(text))] == [Kind.SILENCE]


@pytest.mark.parametrize(
    "marked",
    [
        pytest.param("Asked whether the bridge was safe, {source:Lind} {cue:said} {content:it was}.", id="asked"),
        pytest.param("Asked by journalists if he would run, {source:Lind} {cue:said} {content:no}.", id="asked by"),
        pytest.param("{source:Lind} {cue:asked} {content:whether the bridge was safe}.", id="asks"),
        pytest.param("Lind was asked by journalists whether she would run.", id="was asked"),
        pytest.param("The people asked not to be named because the talks were private.", id="not to be named"),
        pytest.param("The diplomats requested anonymity because they feared for their jobs.", id="anonymity"),
        pytest.param(
            "{source:An engineer, who asked not to be named,} {cue:said} {content:it was safe}.", id="relative"
        ),
    ],
)
def test_what_is_asked_of_a_source_and_for_it_is_no_claim(marked: str) -> None:
    text, spans = read_marked(marked)
    found = extract_attributions(make_article(text))

    assert [tuple(span.of(text) for span in a.content) for a in found] == (
        [tuple(span.of(text) for span in spans["content"])] if spans else []
    )


PHOTO = (
    "“It is safe,” the mayor said.\nThe mayor said hello on Friday. (Ines Roth/Example Wire)\n"
    "Follow Ines Roth on Chirper, she said.\nIt rained."
)


@pytest.fixture
def with_photo() -> Article:
    caption = Span(PHOTO.index("The mayor said hello"), PHOTO.index(" (Ines"))
    credit = Span(PHOTO.index("Ines Roth/"), PHOTO.index(")"))
    follow = Span(PHOTO.index("Follow"), PHOTO.index("\nIt rained"))
    return Article(
        name="a",
        origin="test:a",
        text=PHOTO,
        captions=(Caption(content=caption, credit=Credit(span=credit)),),
        furniture=(follow,),
    )


def test_captions_and_furniture_give_nothing_but_the_credit(with_photo: Article) -> None:
    found = extract_attributions(with_photo)

    assert [(a.kind, a.rule) for a in found] == [(Kind.CLAIM, RULE), (Kind.PHOTO_CREDIT, "caption-credit")]
    assert evidence(found[1], PHOTO) == {
        "source": ["Ines Roth/Example Wire"],
        "content": ["The mayor said hello on Friday."],
    }
    assert found[1].statement.of(PHOTO) == "The mayor said hello on Friday. (Ines Roth/Example Wire"


@pytest.mark.parametrize(
    ("source", "cue", "content"), [("The mayor", "said", "hello on Friday"), ("she", "said", "Follow")]
)
def test_what_a_finder_sees_in_captions_and_furniture_is_left_out(
    with_photo: Article, source: str, cue: str, content: str
) -> None:
    def place(words: str) -> tuple[Span, ...]:
        start = PHOTO.index(words, PHOTO.index("\n"))
        return (Span(start, start + len(words)),)

    seen = Attribution(
        kind=Kind.CLAIM,
        source=place(source),
        cue=place(cue),
        content=place(content),
        statement=Span(0, len(PHOTO)),
        confidence=0.9,
        rule="by-hand",
    )

    assert [a.kind for a in extract_attributions(with_photo, find_claims=lambda _: (seen,))] == [Kind.PHOTO_CREDIT]


def test_a_content_is_cut_where_furniture_stands(with_photo: Article) -> None:
    start, rained = PHOTO.index("Follow"), PHOTO.index("It rained")
    seen = Attribution(
        kind=Kind.CLAIM,
        source=(Span(PHOTO.index("the mayor"), PHOTO.index(" said")),),
        cue=(Span(PHOTO.index("said"), PHOTO.index("said") + 4),),
        content=(Span(start, rained + len("It rained")), Span(start, start + 6)),
        statement=Span(0, len(PHOTO)),
        confidence=0.9,
        rule="by-hand",
    )

    claim, _ = extract_attributions(with_photo, find_claims=lambda _: (seen,))

    assert [span.of(PHOTO) for span in claim.content] == ["It rained"]


def test_every_sentence_has_a_status(with_photo: Article) -> None:
    marks = mark_sentences(with_photo, extract_attributions(with_photo))

    assert [(m.span.of(PHOTO)[:12], m.status) for m in marks] == [
        ("“It is safe,", SentenceStatus.ATTRIBUTED),
        ("The mayor sa", SentenceStatus.ATTRIBUTED),
        ("(Ines Roth/E", SentenceStatus.ATTRIBUTED),
        ("Follow Ines ", SentenceStatus.FURNITURE),
        ("It rained.", SentenceStatus.UNATTRIBUTED),
    ]


def test_each_claim_stands_in_its_own_sentences() -> None:
    text, spans = read_marked(
        "{s:Lind said that it was shut.} {s:He added that it would rain.}\n{s:“We left,” she said.}"
    )

    statements = {a.statement for a in extract_attributions(make_article(text))}

    assert statements == set(spans["s"])


def test_a_claim_relayed_in_a_parenthesis_is_its_speakers_whoever_finds_it() -> None:
    text, spans = read_marked(
        "{source:Oduya} also {cue:confirmed}, {inner:aides} {relayed:relayed}, {content:that “it left” at noon}."
    )
    seen = Attribution(
        kind=Kind.CLAIM,
        source=spans["inner"],
        cue=spans["relayed"],
        content=spans["content"],
        statement=Span(0, len(text)),
        confidence=0.9,
        rule="test",
    )

    (claim,) = extract_attributions(make_article(text), find_claims=lambda _: (seen,))

    assert (claim.source, claim.cue, claim.content) == (spans["source"], spans["cue"], spans["content"])


def seen_in(marked: str) -> tuple[str, Attribution]:
    text, spans = read_marked(marked)
    first = {mark: places for mark, places in spans.items() if not mark[-1].isdigit()}
    return text, Attribution(kind=Kind.CLAIM, **first, statement=Span(0, len(text)), confidence=0.9, rule="by-hand")


RELAYED = {
    "that": "{source:Oduya} also {cue:confirmed}, aides relayed, {content:that the dam had moved}, which few believed.",
    "quotation": "{source:The warden} {cue:said}, witnesses recounted, {content:“it has moved a yard”}.",
}
NOT_RELAYED = {
    "a date": "Oduya confirmed, on Monday, that the dam had moved.",
    "no reporting word": "Oduya slept, aides relayed, that night.",
    "who is at the end": "The dam had moved, Oduya confirmed, aides relayed.",
}


@pytest.mark.parametrize("marked", RELAYED.values(), ids=RELAYED)
def test_a_claim_around_a_parenthesis_is_found(marked: str) -> None:
    text, spans = read_marked(marked)

    (claim,) = extract_attributions(make_article(text), find_claims=lambda _: ())
    assert {"source": claim.source, "cue": claim.cue, "content": claim.content} == spans


@pytest.mark.parametrize("text", NOT_RELAYED.values(), ids=NOT_RELAYED)
def test_look_alikes_of_a_parenthesis_give_nothing(text: str) -> None:
    assert extract_attributions(make_article(text), find_claims=lambda _: ()) == ()


def test_a_claim_found_at_citing_is_moved_to_what_was_reported() -> None:
    text, seen = seen_in("{source:The Argus} reported, {cue:citing} {content:two aides, that the dam had moved}.")

    (claim,) = extract_attributions(make_article(text), find_claims=lambda _: (seen,))
    assert [span.of(text) for span in (*claim.source, *claim.cue, *claim.content)] == [
        "The Argus",
        "reported",
        "that the dam had moved",
    ]


def test_whom_an_outlet_cites_is_no_claim_beside_what_it_said() -> None:
    marked = "{source:The Argus}, {cue:citing} {content:an aide}, {cue2:said} {content2:that the dam had moved}."
    text, spans = read_marked(marked)
    citing, said = (
        Attribution(
            kind=Kind.CLAIM,
            source=spans["source"],
            cue=spans[f"cue{number}"],
            content=spans[f"content{number}"],
            statement=Span(0, len(text)),
            confidence=0.9,
            rule="by-hand",
        )
        for number in ("", "2")
    )

    (claim,) = extract_attributions(make_article(text), find_claims=lambda _: (citing, said))
    assert claim.cue == spans["cue2"]


def test_citing_a_reason_stays_as_it_is() -> None:
    text, seen = seen_in("{source:The ferry line} closed the pier, {cue:citing} {content:high winds}.")

    (claim,) = extract_attributions(make_article(text), find_claims=lambda _: (seen,))
    assert (claim.cue, claim.content) == (seen.cue, seen.content)


def test_a_quotation_that_goes_on_joins_the_claim_before_it() -> None:
    marked = "It rained. {content:“We left,”} {source:she} {cue:said}. “It was late and dark.” Nobody saw it."
    text, seen = seen_in(marked)

    (claim,) = extract_attributions(make_article(text), find_claims=lambda _: (seen,))

    assert [span.of(text) for span in claim.content] == ["“We left,”", "“It was late and dark.”"]
    assert claim.statement.of(text) == "“We left,” she said. “It was late and dark.”"


SPEECH = (
    "{content:“It was late,”} {source:Lena Brandt} {cue:said}. {content:“We left the old town.}\n"
    "“We came back in the morning.”"
)


@pytest.mark.parametrize("by_hand", [True, False], ids=["by hand", "by the tagger"])
def test_a_speech_over_several_paragraphs_keeps_its_speaker(by_hand: bool) -> None:
    text, seen = seen_in(SPEECH)

    found = extract_attributions(make_article(text), find_claims=(lambda _: (seen,)) if by_hand else tag)

    assert [[s.of(text) for s in a.source] for a in found] == [["Lena Brandt"], ["Lena Brandt"]]
    assert [s.of(text) for s in found[1].content] == ["“We came back in the morning.”"]


WORDS = "He said “that ” \" ' , . \n Lind told has not responded to comment according and declined ( ) — blaming".split(
    " "
)


@pytest.mark.parametrize(
    "marked",
    [
        "{source:The mayor} {cue:said} {content:the bridge was old}.\n\n{content2:“Nobody waved to it at noon.”}",
        "{content:“It is old,”} {source:the mayor} {cue:said}.\n\n{content2:“Nobody waved.”}",
        "{content:“Old,”} {source:the mayor} {cue:said}.\n\n{content2:“Nobody waved to it.}\n\n{content3:“It left.”}",
        "It is May. {source:The mayor} {cue:said} {content:it was old} on Monday.\n\n{content2:“Nobody waved to it.”}",
    ],
)
def test_a_quotation_in_a_paragraph_of_its_own_goes_on_with_who_spoke_last(marked: str) -> None:
    text, claim = seen_in(marked)
    spans = read_marked(marked)[1]

    first, *others = follow_quotations(read_prose(make_article(text)), (claim,))

    assert first == claim
    assert [(o.source, o.content) for o in others] == [
        (claim.source, spans[number]) for number in ("content2", "content3") if number in spans
    ]


@pytest.mark.parametrize(
    "marked",
    [
        pytest.param(
            "{source:The mayor} {cue:said} {content:the bridge was old}. It left in May.\n\n“Nobody waved to it.”",
            id="somebody else has spoken since: the author",
        ),
        pytest.param(
            "{source:The mayor} {cue:said} {content:the bridge was old}.\n\nIt left in May.\n\n“Nobody waved to it.”",
            id="a paragraph between",
        ),
        pytest.param(
            "{source:The mayor} {cue:said} {content:the bridge was old}.\n\n'A tough decision for us'", id="headline"
        ),
        pytest.param("{source:The mayor} {cue:said} {content:it was old}.\n\n“Anchor”", id="a name"),
    ],
)
def test_quotations_that_go_on_with_nothing_are_left_open(marked: str) -> None:
    text, claim = seen_in(marked)

    assert follow_quotations(read_prose(make_article(text)), (claim,)) == (claim,)


def test_a_quotation_does_not_go_on_with_what_is_only_done() -> None:
    text, seen = seen_in("{source:The mayor} {cue:opened} {content:the bridge}.\n\n“Nobody waved to it at noon.”")
    act = attrs.evolve(seen, told=False)

    assert follow_quotations(read_prose(make_article(text)), (act,)) == (act,)


@settings(max_examples=200)
@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join) | st.text(max_size=80))
def test_any_text_gives_sorted_evidence_inside_it(text: str) -> None:
    found = extract_attributions(make_article(text))

    assert list(found) == sorted(found, key=lambda a: a.extent)
    assert all(0 <= s.start < s.end <= len(text) for a in found for s in (*a.source, *a.cue, *a.content, a.statement))
    assert all(a.content for a in found if a.kind is Kind.CLAIM)
    assert all(not x.overlaps(y) for a in found for x in a.content for y in a.content if x != y)


# -- what the tagger does not know


@pytest.mark.parametrize(
    "marked",
    [
        pytest.param("{content:Oduya} {cue:reportedly} {content:left the country on Tuesday}.", id="hearsay"),
        pytest.param("{content:Support fell to 38 percent} {cue:in} {source:a Colne University poll}.", id="poll"),
        pytest.param("{cue:In} {source:the survey}, {content:54 percent of voters backed the dam}.", id="poll first"),
        pytest.param("{source:Gallup} {cue:has} {content:the mayor ahead, 48% to 42%}.", id="pollster"),
        pytest.param("{content:Nobody in Colne was asked}, {cue:per} {source:the Weir Society}.", id="per"),
    ],
)
def test_wordings_the_corpus_leaves_unmarked_are_claims(marked: str) -> None:
    text, spans = read_marked(marked)

    (claim,) = find_unmarked(read_prose(make_article(text)), ())

    assert (claim.source, claim.cue, claim.content) == (spans.get("source", ()), spans["cue"], spans["content"])


def test_a_claim_that_is_known_is_not_found_again() -> None:
    text, _ = read_marked("{source:Gallup} {cue:has} {content:the mayor ahead, 48% to 42%}.")
    prose = read_prose(make_article(text))
    known = find_unmarked(prose, ())

    assert find_unmarked(prose, known) == ()


def test_hearsay_inside_a_quotation_is_not_the_articles() -> None:
    text = "“Oduya reportedly left,” Lind said."

    assert find_unmarked(read_prose(make_article(text)), ()) == ()


# -- speech without a verb


TURNS = {
    "a transcript in capitals": "{source:LIND}{cue::} {content:Is it safe?}\n"
    "{source:ODUYA}{cue::} {content:It leaks.}\n{source:LIND}{cue::} {content:Then drain it.}",
    "a transcript with names": "{source:Lind}{cue::} {content:Is it safe?}\n"
    "{source:Ada Oduya}{cue::} {content:It leaks.}\n{source:Lind}{cue::} {content:Drain it.}\n"
    "{source:Ada Oduya}{cue::} {content:We will.}",
    "a signed quotation": "{content:“We are all ashamed of the dam.”} {cue:—} {source:Ada Oduya}",
    "a signed quotation without a space": "{content:“We are all ashamed of the dam.”}{cue:―}{source:Ada Oduya}.",
    "a dateline": "HARROW: The dam leaks.\nCOLNE: It rained.",
    "headings": "Tickets: Nine dollars.\nPlace: The old mill.\nTime: Noon.\nPlace to eat: Harrow.",
    "an aside": "“We are all ashamed of the dam” — that is what Ada Oduya wrote.",
    "a list of works": "“The Dam” — Oduya",
}


@pytest.mark.parametrize("marked", TURNS.values(), ids=TURNS)
def test_speech_is_found_by_the_name_before_it_or_behind_it(marked: str) -> None:
    text, spans = read_marked(marked)

    found = find_turns(read_prose(make_article(text)))

    assert [turn.source[0] for turn in found] == list(spans.get("source", ()))
    assert [turn.cue[0] for turn in found] == list(spans.get("cue", ()))
    assert [turn.content[0] for turn in found] == list(spans.get("content", ()))


INTERVIEWS = {
    "introduced": "{source:Captain Ada Oduya} served for nine years at the dam.\n"
    "Q: Is it safe?\nA: {content:It leaks.}\nQ: Since when?\nA: {content2:Since May.}",
    "spoken with": "We spoke with {source:Ada Oduya} at the Harrow Mill.\n"
    "Q. Is it safe?\nA. {content:It leaks.}\nQ. Since when?\nA. {content2:Since May.}",
    "named once": "THE MERIDIAN: Is it safe?\n{source:ADA ODUYA}: {content:It leaks.}\n"
    "Q: Since when?\nA: {content2:Since May.}\nQ: Why?\nA: {content3:It is old.}",
    "not introduced": "It rained at the dam.\nQ: Is it safe?\nA: {content:It leaks.}\nQ: When?\nA: {content2:May.}",
    "two outlets": "THE MERIDIAN: Is it safe?\n{source:ODUYA}: {content:It leaks.}\nTHE MERIDIAN: Drain it, then.",
    "initials": "A. Oduya was there.\nQ. Vale was too.",
}


@pytest.mark.parametrize("marked", INTERVIEWS.values(), ids=INTERVIEWS)
def test_answers_are_whose_interview_it_is_and_questions_nobodys(marked: str) -> None:
    text, spans = read_marked(marked)
    prose = read_prose(make_article(text))

    found = find_turns(prose)

    assert [turn.content for turn in found] == [spans[mark] for mark in sorted(spans) if mark.startswith("content")]
    assert {turn.source for turn in found} == ({spans["source"]} if "source" in spans else {()} if found else set())


def test_a_question_and_what_an_answer_tells_are_no_claims_beside_the_answer() -> None:
    text = "Ada Oduya spoke to us.\nQ: Is it safe?\nA: Lind said it leaks.\nQ: Why?\nA: It is old."

    found = extract_attributions(make_article(text))

    assert [(a.rule, [s.of(text) for s in a.content]) for a in found if a.cue[0].of(text) == ":"] == [
        ("interview", ["Lind said it leaks."]),
        ("interview", ["It is old."]),
    ]
    assert not any("Lind" in s.of(text) for a in found for s in a.source)


@pytest.mark.parametrize(
    ("marked", "source"),
    [
        pytest.param(
            "{content:The dam had moved}, {cue:according to} a letter that Ms. Vale wrote and that was seen by "
            "{source:The Harrow Argus}.",
            "a letter",
            id="whoever saw it",
        ),
        pytest.param(
            "{cue:According to} two aides of the council, {content:the dam had moved}, as {source:the Argus} knew.",
            "two aides of the council",
            id="at the start",
        ),
        pytest.param("{content:The dam had moved}, {cue:according to} the warden.", "the warden", id="nobody"),
        pytest.param(
            "{content:The dam had moved}, {cue:according to} {source:the warden} and the Argus.",
            "the warden",
            id="right after",
        ),
        pytest.param(
            "{source:The warden} {cue:said according to} the Argus {content:that the dam had moved}.",
            "The warden",
            id="another cue",
        ),
        pytest.param(
            "{source:The warden} spoke, {cue:according to} {content:the Argus, which he reads}.",
            "The warden",
            id="what is claimed",
        ),
        pytest.param(
            "{content:The dam had moved}, {cue:according to} what {source:the warden} saw.", "the warden", id="a clause"
        ),
    ],
)
def test_the_source_of_according_to_stands_right_after_it(marked: str, source: str) -> None:
    text, seen = seen_in(marked)

    (claim,) = stay_after_according(read_prose(make_article(text)), (seen,))

    assert [span.of(text) for span in claim.source] == [source]
    assert (claim.cue, claim.content) == (seen.cue, seen.content)
