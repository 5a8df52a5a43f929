"""Titles, keys, reasons, credits and abstentions: what a link carries beside a name."""

from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.classify import classify_claims
from provenance.models import Article, Attribution, Caption, Credit, Kind, Link, Role, Span
from provenance.resolve import resolve_sources
from tests.casebook import cases, resolve_case
from tests.marked import make_article, read_marked


def first(text: str, **fields: str) -> Link:
    return resolve_case({"text": text, **fields})[0]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("{source:Mayor Nora Vale} {cue:said} {content:so}.", "Mayor"),
        ("{source:White House press secretary Tom Hadley} {cue:said} {content:so}.", "White House press secretary"),
        ("{source:Rep. Nora Vale (D-Harrow)} {cue:said} {content:so}.", "Rep. (D-Harrow)"),
        ("{source:Nora Vale, a dean at Harrow University,} {cue:said} {content:so}.", "dean at Harrow University"),
        ("{source:Nora Vale, a former immigration judge,} {cue:said} {content:so}.", "former immigration judge"),
        ("{source:Apex’s chief executive, Tom Hadley,} {cue:said} {content:so}.", "Apex’s chief executive"),
        ("Mayor Nora Vale left. Tom left. {source:Vale} {cue:said} {content:so}.", "Mayor"),
        ("Nora Vale, head of the council, left. {source:She} {cue:said} {content:so}.", "head of the council"),
        ("Nora Vale, 61, the county treasurer, left. {source:She} {cue:said} {content:so}.", "county treasurer"),
        ("Former Sen. Tom Hadley, the GOP nominee, ran. {source:Hadley} {cue:ran}.", "Former Sen., GOP nominee"),
        ("{source:Nora Vale, a gig driver who believes in luck,} {cue:said} {content:so}.", None),
        ("{source:Nora Vale, a teacher,} {cue:said} {content:so}.", None),
        ("{source:Nora Vale} {cue:said} {content:so}.", None),
        ("{source:Mr. Vale} {cue:said} {content:so}.", None),
    ],
)  # fmt: skip
def test_a_title_is_an_office_in_the_articles_words(text: str, title: str | None) -> None:
    assert first(text).mentions[0].title == title


@pytest.mark.parametrize("case", cases("titles"))
def test_a_title_is_that_of_one_person_and_no_more(case: dict[str, Any]) -> None:
    assert resolve_case(case)[0].mentions[0].title == case["title"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{source:Nora Vale, a teacher in Harrow,} {cue:said} {content:so}.", "a teacher in Harrow"),
        ("{source:Nora Vale, who saw the flood,} {cue:said} {content:so}.", "who saw the flood"),
        ("Truck driver Nora Vale left. {source:Vale} {cue:said} {content:so}.", "Truck driver"),
        ("{source:Two people familiar with the talks} {cue:said} {content:so}.", "Two people familiar with the talks"),
        ("{source:Mayor Nora Vale} {cue:said} {content:so}.", None),
    ],
)
def test_the_reason_a_source_is_heard_is_a_place_in_the_text(text: str, reason: str | None) -> None:
    assert reason_in(text) == reason


@pytest.mark.parametrize("case", cases("reasons"))
def test_what_is_said_or_thought_of_somebody_is_no_reason(case: dict[str, Any]) -> None:
    assert reason_in(case["text"]) == case["reason"]


def reason_in(text: str) -> str | None:
    """The words that justify the first attribution of a marked-up text."""
    link = first(text)
    return link.justification.of(read_marked(text)[0]) if link.justification else None


def key_of(text: str, origin: str = "test:one") -> str:
    plain, spans = read_marked(text)
    article = Article(name="story", origin=origin, text=plain)
    return resolve_sources(article, (_attribution(spans, plain),))[0].mentions[0].key


def _attribution(spans: dict[str, tuple[Span, ...]], text: str) -> Attribution:
    return Attribution(
        kind=Kind.CLAIM,
        source=spans["source"],
        cue=spans.get("cue", ()),
        content=spans.get("content", ()),
        statement=Span(0, len(text)),
        confidence=0.9,
        rule="marked",
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("{source:Mayor Nora Vale} {cue:spoke}.", "Nora Vale, mayor, left. {source:Vale} {cue:spoke}."),
        ("{source:Nora B. Vale} {cue:spoke}.", "{source:Nora Vale} {cue:spoke}."),
        ("{source:Park Sun-hee} {cue:spoke}.", "{source:Park Sun Hee} {cue:spoke}."),
        ("{source:José Brill} {cue:spoke}.", "{source:Jose Brill} {cue:spoke}."),
        ("{source:KCNA} {cue:spoke}.", "{source:the Korean Central News Agency} {cue:spoke}."),
        ("{source:Pyongyang} {cue:spoke}.", "{source:The North Korean government} {cue:spoke}."),
        ("{source:North Korea} {cue:spoke}.", "{source:Officials in Pyongyang} {cue:spoke}."),
        ("{source:The U.N.} {cue:spoke}.", "{source:the United Nations} {cue:spoke}."),
        ("{source:President Obama} {cue:spoke}.", "Barack Obama left. {source:Obama} {cue:spoke}."),
        ("{source:Critics} {cue:spoke}.", "{source:the critics} {cue:spoke}."),
    ],
)
def test_the_same_source_has_one_key_in_different_articles(one: str, other: str) -> None:
    assert key_of(one) == key_of(other, "test:two")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("{source:Nora Vale} {cue:spoke}.", "{source:Maria Vale} {cue:spoke}."),
        ("{source:Mr. Vale} {cue:spoke}.", "{source:Mr. Vale} {cue:spoke}."),
        ("{source:Robert Hale} {cue:spoke}.", "{source:Robert Hale Jr.} {cue:spoke}."),
        ("{source:A neighbor} {cue:spoke}.", "{source:A neighbor} {cue:spoke}."),
        ("{source:Two people familiar with it} {cue:spoke}.", "{source:Two people familiar with it} {cue:spoke}."),
        ("{source:The report} {cue:spoke}.", "{source:The report} {cue:spoke}."),
        ("{source:Police} {cue:spoke}.", "{source:Police} {cue:spoke}."),
        ("{source:Seoul} {cue:spoke}.", "{source:Pyongyang} {cue:spoke}."),
    ],
)
def test_different_sources_never_share_a_key(one: str, other: str) -> None:
    assert key_of(one) != key_of(other, "test:two")


def test_a_photo_credit_runs_from_photographer_to_distributor() -> None:
    text, spans = read_marked("Boats in Harrow. ({credit:Nora Vale/Bloomberg via Getty})")
    whole = spans["credit"][0]
    names = {name: Span(text.index(name), text.index(name) + len(name)) for name in ("Nora Vale", "Bloomberg", "Getty")}
    credit = Credit(span=whole, photographer=names["Nora Vale"], agency=names["Bloomberg"], distributor=names["Getty"])
    article = attrs.evolve(make_article(text), captions=(Caption(content=Span(0, 16), credit=credit),))
    attribution = attrs.evolve(_attribution({"source": (whole,)}, text), kind=Kind.PHOTO_CREDIT, content=(Span(0, 16),))

    link = resolve_sources(article, (attribution,))[0]
    claim = classify_claims(article, (link,))[0]

    assert [(m.role, m.name) for m in link.mentions] == [
        (Role.PHOTOGRAPHER, "Nora Vale"),
        (Role.AGENCY, "Bloomberg"),
        (Role.DISTRIBUTOR, "Getty Images"),
    ]
    assert {hop.source.source_type.value for hop in claim.chain} == {"photo_credit"}
    assert claim.channel.value == "photo"


def test_an_abstention_says_why() -> None:
    assert first("{content:So} it {cue:is said}.").abstained == "no source is stated"
    assert first("The dam held. {source:She} {cue:said} {content:so}.").abstained == "whom “She” refers to is not clear"


WORDS = st.sampled_from(
    (
        "Nora Vale Mayor the a and , . “ ” ’s of who which them on Tuesday this week 64 % said Harrow Council KCNA "
        "U.N. Mr. (D-Harrow) ( ) she They several report delegation"
    ).split()
)  # fmt: skip


@given(st.lists(WORDS, min_size=1, max_size=40), st.data())
@settings(max_examples=150, deadline=None)
def test_nothing_crashes_and_every_source_has_one_kind(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    places = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 20))
    spans = [Span(a, min(len(text), a + n)) for a, n in data.draw(st.lists(places, max_size=6))]
    attributions = tuple(attrs.evolve(_attribution({"source": (s,), "content": (s,)}, text)) for s in spans)

    links = resolve_sources(make_article(text), attributions)
    claims = classify_claims(make_article(text), links)

    assert [c.attribution for c in claims] == list(attributions)
    kinds = {(hop.source.key, hop.source) for claim in claims for hop in claim.chain}
    assert len(kinds) == len({key for key, _ in kinds})
    assert all(0 <= claim.confidence <= 1 for claim in claims)


def test_an_article_may_end_with_whoever_speaks() -> None:
    assert first("{content:“Nobody slept,”} {cue:said} {source:a mayor}").mentions[0].name == "mayor"


@given(st.text(min_size=1, max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_text_is_survived(text: str) -> None:
    attribution = _attribution({"source": (Span(0, len(text)),)}, text)
    links = resolve_sources(make_article(text), (attribution,))

    assert len(classify_claims(make_article(text), links)) == 1


GIVEN = ("Nora", "Maria", "Robert", "Simon", "Helen")


def _long(people: int, end: str) -> tuple[Article, tuple[Attribution, ...]]:
    """An article that names so many people, each line ending in `end`, with a claim by "she" for each."""
    lines, attributions, at = [], [], 0
    for n in range(people):
        name = f"{GIVEN[n % 5]} V{''.join(chr(97 + int(d)) for d in str(n))}le"
        line = (
            f"Mayor {name} opened the dam; it was old, she said, and officials in Tehran agreed with the company{end}"
        )
        she = at + line.index("she said")
        spans = {"source": (Span(she, she + 3),), "cue": (Span(she + 4, she + 8),), "content": (Span(at, she - 2),)}
        attributions.append(_attribution(spans, line))
        lines.append(line)
        at += len(line)
    text = "".join(lines)
    whole = Span(0, len(text)) if end == " " else None
    return make_article(text), tuple(attrs.evolve(a, statement=whole or a.content[0]) for a in attributions)


@pytest.mark.parametrize("end", [".\n", " "], ids=["many paragraphs", "one sentence"])
def test_a_page_of_five_hundred_people_is_named_throughout(end: str) -> None:
    article, attributions = _long(500, end)
    claims = classify_claims(article, resolve_sources(article, attributions))

    assert len(claims) == len(attributions)
    assert all(claim.leading or claim.abstained for claim in claims)
