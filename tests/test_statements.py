"""Which sentences carry a claim, once it is known who speaks."""

import attrs
import pytest

from provenance.extract import extract_attributions
from provenance.models import Attribution, Kind, Link, Mention, Role, Span
from provenance.pipeline import leave_out_acts, trace
from provenance.resolve import resolve_sources
from provenance.resolve.carrying import join_statements
from provenance.resolve.telling import tell_together
from tests.marked import make_article, read_marked


def link(statement: Span, *keys: str, kind: Kind = Kind.CLAIM) -> Link:
    mentions = tuple(Mention(role=Role.ORIGINATOR, name=key, key=key, rule="by-hand") for key in keys)
    attribution = Attribution(kind=kind, content=(statement,), statement=statement, confidence=1.0, rule="by-hand")
    return Link(attribution=attribution, mentions=mentions)


JOINED = {
    "neighbours of one source": ("{a:The warden said it was dry.} {b:He asked for rain.}", ("w", "w"), True),
    "a bare sentence between": ("{a:The warden said it was dry.} Wells fell. {b:He asked for rain.}", ("w", "w"), True),
    "two bare sentences between": (
        "{a:The warden said it was dry.} Wells fell. Reeds died. {b:He asked for rain.}",
        ("w", "w"),
        False,
    ),
    "another source": ("{a:The warden said it was dry.} {b:A farmer asked for rain.}", ("w", "f"), False),
    "another paragraph": ("{a:The warden said it was dry.}\n{b:He asked for rain.}", ("w", "w"), False),
    "nobody named": ("{a:It was said to be dry.} {b:It was hoped to rain.}", ((), ()), False),
}


@pytest.mark.parametrize(("marked", "keys", "together"), JOINED.values(), ids=JOINED)
def test_neighbouring_sentences_of_one_source_are_one_statement(
    marked: str, keys: tuple[str, str], together: bool
) -> None:
    text, spans = read_marked(marked)
    found = join_statements(text, [link(spans[name][0], *keys[n]) for n, name in enumerate("ab")])
    statements = [one.attribution.statement for one in found]

    whole = Span(spans["a"][0].start, spans["b"][0].end)
    assert statements == ([whole, whole] if together else [spans["a"][0], spans["b"][0]])


def test_a_sentence_of_another_source_between_keeps_two_statements_apart() -> None:
    text, spans = read_marked("{a:The warden said it was dry.} {b:A farmer agreed.} {c:The warden asked for rain.}")
    found = join_statements(text, [link(spans[name][0], key) for name, key in zip("abc", "wfw", strict=True)])

    assert [one.attribution.statement for one in found] == [spans["a"][0], spans["b"][0], spans["c"][0]]


def test_a_silence_keeps_its_own_sentence() -> None:
    text, spans = read_marked("{a:The warden said it was dry.} {b:He declined to say more.}")
    found = join_statements(text, [link(spans["a"][0], "w"), link(spans["b"][0], "w", kind=Kind.SILENCE)])

    assert [one.attribution.statement for one in found] == [spans["a"][0], spans["b"][0]]


def test_a_cue_outside_its_statement_can_be_resolved() -> None:
    text, spans = read_marked(
        "{source:Warden Ilse Brandt} {cue:said}:\n“{content:The wells have been dry since spring and nobody came.}”\n"
    )
    content = spans["content"][0]
    apart = Attribution(
        kind=Kind.CLAIM, **spans, statement=Span(content.start - 1, content.end + 1), confidence=1.0, rule="by-hand"
    )

    (found,) = resolve_sources(make_article(text), (apart,))
    assert [mention.name for mention in found.mentions] == ["Ilse Brandt"]


def test_the_extractor_gives_every_claim_a_statement_that_holds_its_words() -> None:
    text = "Warden Ilse Brandt said the wells were dry. “We need rain,” she said. Reeds died.\n"
    found = extract_attributions(make_article(text))

    assert found
    assert all(claim.statement.contains(claim.extent) for claim in found)


def test_a_source_that_passes_on_another_is_still_speaking() -> None:
    text, spans = read_marked("{a:The warden said it was dry.} {b:Reeds died, he added, citing farmers.}")

    found = join_statements(text, [link(spans["a"][0], "warden"), link(spans["b"][0], "farmers", "warden")])

    assert {one.attribution.statement for one in found} == {Span(spans["a"][0].start, spans["b"][0].end)}


# -- what is told

COMPANY = {
    "told": ([("w", "a", True)], [True]),
    "an act alone": ([("w", "a", False)], [False]),
    "an act beside a statement of the same source": ([("w", "ab", True), ("w", "ab", False)], [True, True]),
    "an act in a statement of another source": ([("w", "a", True), ("f", "a", False)], [True, False]),
    "an act in another statement of the same source": ([("w", "a", True), ("w", "b", False)], [True, False]),
    "an act of several, one of whom speaks": ([("w", "a", True), ("wf", "a", False)], [True, True]),
    "an act of nobody named": ([("", "a", True), ("", "a", False)], [True, False]),
}


@pytest.mark.parametrize(("given", "expected"), COMPANY.values(), ids=COMPANY)
def test_a_claim_is_told_when_its_source_tells_another_beside_it(
    given: list[tuple[str, str, bool]], expected: list[bool]
) -> None:
    places = {"a": Span(0, 9), "b": Span(10, 19), "ab": Span(0, 19)}
    links = [
        attrs.evolve(found, attribution=attrs.evolve(found.attribution, told=told))
        for keys, place, told in given
        for found in [link(places[place], *keys)]
    ]

    assert [one.attribution.told for one in tell_together(links)] == expected


def test_whoever_keeps_silent_tells_nothing() -> None:
    silence, act = link(Span(0, 9), "w", kind=Kind.SILENCE), link(Span(0, 9), "w")
    done = attrs.evolve(act, attribution=attrs.evolve(act.attribution, told=False))

    assert tell_together([silence, done]) == (silence, done)


def test_acts_can_be_left_out_of_a_trace() -> None:
    text, spans = read_marked("{act:The mayor approved the bridge.}\n\n{said:She said the bridge was safe.}")
    found = tuple(attrs.evolve(link(spans[name][0]).attribution, told=name == "said") for name in ("act", "said"))
    both = trace(make_article(text), extract=lambda _: found)
    words = leave_out_acts(both)

    assert [claim.told for claim in both.claims] == [False, True]
    assert words.claims == both.claims[1:]
    assert [sentence.status.value for sentence in both.sentences] == ["attributed", "attributed"]
    assert [sentence.status.value for sentence in words.sentences] == ["unattributed", "attributed"]


def test_nothing_that_is_no_claim_is_told() -> None:
    text, spans = read_marked("{silence:The mayor declined to comment.}")
    silence = link(spans["silence"][0], kind=Kind.SILENCE).attribution

    (kept,) = leave_out_acts(trace(make_article(text), extract=lambda _: (silence,))).claims

    assert not kept.told
