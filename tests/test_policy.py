"""Policies: what is refused and with which line, and which rules an article breaks."""

import re
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.errors import UnusablePolicy
from provenance.models import Caption, Channel, Credit, Identity, SourceType, Span, Stance, Trace
from provenance.policy import KEYS, Policy, Review, Subject, apply_reviews, check_trace, load_policy, read_policy
from tests.newsroom import KCNA, MAYOR, MINISTRY, OFFICIAL, PILOT, POST, QUIET, REPORTERS, STORIES, said, story, who

FERRY, ONE_VOICE, TWO_VOICES = STORIES
TASS = who("TASS", SourceType.STATE_MEDIA, Identity.NAMED_ORGANIZATION)


def policy_of(rule: str, *, confidence: str = "0.5") -> str:
    """A policy with one rule, `rule` being its keys in braces."""
    return f"confidence: {confidence}\nrules:\n  the-rule: {rule}\n"


def check(trace: Trace, rule: str, **facts: str) -> list[tuple[int, int, list[str]]]:
    """What one rule finds: how many, among how many, and their words."""
    checked = check_trace(trace, read_policy(policy_of(rule, **facts), where="policy.yml"))
    return [(f.count, f.total, [e.text for e in f.evidence]) for f in checked.findings]


def claims_where(trace: Trace, where: str) -> list[str]:
    """The words of the claims that a rule chooses by `where`."""
    found = check(trace, f"{{count: claims, where: {{{where}}}, at_most: 0, severity: breach}}")
    return [words for _, _, evidence in found for words in evidence]


def test_the_default_policy_has_the_rules_of_a_desk() -> None:
    policy, text = load_policy(None)

    assert [(r.name, r.severity.value, str(r.limit)) for r in policy.rules] == [
        ("anonymous-claims", "breach", "at most 20%"),
        ("state-media-alone", "breach", "at most 0"),
        ("uncredited-photographs", "breach", "at most 0"),
        ("single-source", "warning", "at least 2"),
        ("unstated-relayers", "warning", "at most 0"),
        ("loaded-verbs", "warning", "at most 20%"),
        ("unattributed-sentences", "warning", "at most 50%"),
    ]
    assert all(rule.why for rule in policy.rules)
    assert read_policy(text, where="copied") == policy


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "p.yml: is empty; begin with"),
        ("just words", "p.yml, line 1: a policy is `just words`; write keys and values"),
        ("- a\n- b", "line 1: a policy is a list"),
        ("confidence: 0.5\nrules: {", "line 2: not YAML: expected the node content"),
        ("confidence: 0.5\n\trules: {}", "line 2: not YAML: found character '\\\\t'"),
        ("a: 1\n---\nb: 2", "line 2: not YAML: but found another document"),
        ("confidence: 0.5\nrules: *nothing", "line 2: not YAML: found undefined alias"),
        ("confidence: 0.5", "line 1: a policy lacks rules; add `rules:`"),
        ("confidence: 0.5\nrules: {}", "line 2: `rules` is empty"),
        ("confidence: 0.5\nrules: []", "line 2: `rules` is a list"),
        ("confidence: 0.5\nconfidence: 0.6\nrules: {}", "line 2: a policy has the key `confidence` twice"),
        ("confidence: 0.5\nroles: {}", "line 2: a policy has no key `roles`; did you mean rules?"),
        ("confidence: 50%\nrules: {a: {}}", "line 1: `confidence` is `50%`; write a number from 0 to 1"),
        ("confidence: 1.5\nrules: {a: {}}", "line 1: `confidence` is `1.5`; write a number from 0 to 1"),
        ("confidence: .nan\nrules: {a: {}}", "line 1: `confidence` is `.nan`"),
        ("confidence: [0.5]\nrules: {a: {}}", "line 1: `confidence` is a list"),
        ("confidence: 0.5\nrules:\n  A rule: {}", "line 3: `A rule` is no name for a rule; use small letters"),
        ("confidence: 0.5\nrules:\n  a: {}\n  a: {}", "line 4: `rules` has the key `a` twice"),
        ("confidence: 0.5\nrules:\n  [a]: {}", "line 3: `rules` has a key that is no word"),
        ("confidence: 0.5\nrules:\n  a:\n", "line 3: the rule a is empty"),
        ("confidence: 0.5\nrules:\n  <<: {x: 1}", "line 3: `<<` is no name for a rule"),
    ],
)
def test_what_is_no_policy_is_refused_with_its_line(text: str, message: str) -> None:
    with pytest.raises(UnusablePolicy) as refused:
        read_policy(text, where="p.yml")

    assert message.replace("\\\\", "\\") in str(refused.value)


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("{count: claims, severity: breach}", "the rule the-rule has no limit; write at_most or at_least"),
        ("{count: claims, at_most: 1, at_least: 0, severity: breach}", "has two limits; give one of the two"),
        ("{count: claim, at_most: 1, severity: breach}", "`count` is `claim`; did you mean claims?"),
        ("{at_most: 1}", "the rule the-rule lacks count and severity; add `count:`"),
        ("{count: claims, at_most: 1, severity: fatal}", "`severity` is `fatal`; use one of breach, warning"),
        ("{count: claims, at_mots: 1, severity: breach}", "has no key `at_mots`; did you mean at_most?"),
        ("{count: claims, at_most: 0.2, severity: breach}", "`at_most` is `0.2`; write a whole number, or a share as"),
        ("{count: claims, at_most: -1, severity: breach}", "`at_most` is `-1`"),
        ("{count: claims, at_most: 120%, severity: breach}", "`at_most` is `120%`"),
        ("{count: claims, at_most: 100.5%, severity: breach}", "`at_most` is `100.5%`"),
        ("{count: claims, at_most: ٣, severity: breach}", "`at_most` is `٣`"),
        ("{count: claims, at_most: [1], severity: breach}", "`at_most` is a list"),
        ("{count: claims, at_most: 100%, severity: breach}", "`at_most: 100%` could never be broken"),
        ("{count: claims, at_least: 0, severity: breach}", "`at_least: 0` could never be broken"),
        ("{count: claims, at_least: 0%, severity: breach}", "`at_least: 0%` could never be broken"),
        ("{count: claims, where: {}, at_most: 1, severity: breach}", "`where` is empty; leave it out to count all"),
        ("{count: claims, where: {credited: true}, at_most: 1, severity: breach}", "`where` of claims has no key"),
        ("{count: claims, where: {identity: []}, at_most: 1, severity: breach}", "`identity` is an empty list"),
        ("{count: claims, where: {hedged: yes}, at_most: 1, severity: breach}", "is `yes`; use one of true, false"),
        (
            "{count: claims, where: {source_type: [press, press]}, at_most: 1, severity: breach}",
            "`source_type` lists a value twice",
        ),
        (
            "{count: claims, where: {source_type: state-media}, at_most: 1, severity: breach}",
            "a value of `source_type` is `state-media`; did you mean state_media?",
        ),
        ("{count: claims, where: {source: NO}, at_most: 1, severity: breach}", 'is no text in YAML; quote it: "NO"'),
        ("{count: claims, where: {source: ~}, at_most: 1, severity: breach}", "a value of `source` is `~`"),
        ("{count: claims, where: {cue: a b c d e f g}, at_most: 1, severity: breach}", "`cue` has more than 6 words"),
        ("{count: claims, at_most: 1, severity: breach, why: 3}", "`why` is `3`, which is no text in YAML"),
        ("{count: claims, at_most: 1, severity: breach, scope: {claims: many}}", "`claims` is `many`; write a whole"),
        ("{count: claims, at_most: 1, severity: breach, scope: {outlets: []}}", "`outlets` is an empty list"),
        ("{count: claims, at_most: 1, severity: breach, scope: {outlet: X}}", "no key `outlet`; did you mean outlets?"),
        ("{count: sources, where: {identity: unstated}, at_most: 1, severity: breach}", "is `unstated`"),
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused_with_its_line(rule: str, message: str) -> None:
    with pytest.raises(UnusablePolicy) as refused:
        read_policy(policy_of(rule), where="p.yml")

    assert str(refused.value).startswith("p.yml, line 3: ")
    assert message in str(refused.value)


def test_deep_nesting_and_aliases_that_grow_are_refused() -> None:
    grown = "a: &a [x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))

    for text in ("[" * 3000, "{a: " * 3000, grown):
        with pytest.raises(UnusablePolicy):
            read_policy(text, where="p.yml")


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_a_mangled_policy_is_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    """Lines dropped, doubled, swapped, or replaced by anything."""
    lines = load_policy(None)[1].splitlines()
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(lines) - 1))
        line = lines[place]
        added = data.draw(st.text("{}[]:,&*!|>'\"%@` -#~?", max_size=9))
        choices = [
            [""],
            [line, line],
            [lines[place - 1]],
            [line.strip()],
            [data.draw(st.text(max_size=30))],
            [line + added],
        ]
        lines[place : place + 1] = data.draw(st.sampled_from(choices))

    outcome: Policy | str
    try:
        outcome = read_policy("\n".join(lines), where="p.yml")
    except UnusablePolicy as refused:
        outcome = str(refused)

    assert outcome.startswith("p.yml") if isinstance(outcome, str) else outcome.rules


def test_the_policies_of_the_documents_can_be_used() -> None:
    page = (Path(__file__).parent.parent / "docs" / "policy.md").read_text(encoding="utf-8")
    policies = [
        text for text in re.findall(r"^```yaml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL) if "rules:" in text
    ]

    assert len(policies) == 2
    assert all(read_policy(text, where="docs/policy.md").rules for text in policies)


def test_a_policy_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "latin.yml").write_bytes(b"confidence: \xe9")
    (tmp_path / "nul.yml").write_bytes(b"confidence: \x00")

    for name, message in {
        "gone.yml": "cannot be read (No such file or directory); check the path",
        "": "cannot be read (Is a directory)",
        "latin.yml": "is not UTF-8; save the policy as UTF-8",
        "nul.yml": "not YAML: unacceptable character",
    }.items():
        with pytest.raises(UnusablePolicy) as refused:
            load_policy(tmp_path / name)
        assert message in str(refused.value)


def test_a_policy_may_begin_with_a_mark_of_its_encoding(tmp_path: Path) -> None:
    (tmp_path / "p.yml").write_text("\ufeff" + load_policy(None)[1], encoding="utf-8")

    assert load_policy(tmp_path / "p.yml")[0] == load_policy(None)[0]


RELAYED = story(
    "relayed",
    "{source:The mayor} {cue:said}, the Post reported, {content:that it was sold}. {source2:Reyl} {cue2:reportedly "
    "claimed} {content2:it was not}. {source3:KCNA} {cue3:said}, TASS reported, {content3:it was a lie}. "
    "{source4:KCNA and the mayor} {cue4:made it very clear} {content4:that it floats}. {source5:Reyl} {cue5:wrote}, "
    "reporters said, {content5:“no.”} It {cue6:is expected} {content6:to rain}.",
    said(MAYOR, relayed_by=POST, channel=Channel.NEWS_REPORT),
    said(PILOT, hedged=True, stance=Stance.DISTANCING),
    said(KCNA, relayed_by=TASS),
    said(KCNA, MAYOR),
    said(PILOT, relayed_by=REPORTERS),
    said(told=False),
)
MAYORS = "The mayor said, the Post reported, that it was sold"
PILOTS = "Reyl reportedly claimed it was not"
LIE = "KCNA said, TASS reported, it was a lie"
BOTH = "KCNA and the mayor made it very clear that it floats"
LETTER = "Reyl wrote, reporters said, “no.”"
RAIN = "is expected to rain"


@pytest.mark.parametrize(
    ("where", "chosen"),
    [
        ("source_type: government", [MAYORS]),
        ("source_type: [state_media, unstated]", [LIE, BOTH, RAIN]),
        ("only_source_type: state_media", [LIE]),
        ("only_source_type: [state_media, government]", [MAYORS, LIE, BOTH]),
        ("only_source_type: unstated", [RAIN]),
        ("chain_type: news_media", [MAYORS]),
        ("chain_type: [press, news_media]", [MAYORS, LETTER]),
        ("identity: [unstated, named_organization]", [LIE, BOTH, RAIN]),
        ("source: ilse  BRANDT", [MAYORS, BOTH]),
        ("source: Ilse", []),
        ("relayer: named", [MAYORS, LIE]),
        ("relayer: unnamed", [LETTER]),
        ("relayer: unstated", [PILOTS]),
        ("relayer: nobody", [BOTH, RAIN]),
        ("channel: news_report", [MAYORS]),
        ("quotation: direct", [LETTER]),
        ("cue: Claimed", [PILOTS]),
        ("cue: [it very clear, said]", [MAYORS, LIE, BOTH]),
        ("cue: clai", []),
        ("cue_stance: distancing", [PILOTS]),
        ("told: false", [RAIN]),
        ("hedged: true", [PILOTS]),
        ("source_type: individual, hedged: false", [LETTER]),
    ],
)
def test_claims_are_chosen_by_what_is_known_about_them(where: str, chosen: list[str]) -> None:
    assert claims_where(RELAYED, where) == chosen


def test_every_key_chooses_something_somewhere() -> None:
    """A key without facts would be a rule that never fails."""
    for name, key in KEYS[Subject.CLAIMS].items():
        words = {"source": "KCNA", "cue": "said"}.get(name, f"[{', '.join(key.values)}]")
        assert len(claims_where(RELAYED, f"{name}: {words}")) >= 2, name


@pytest.mark.parametrize(
    ("limit", "broken"),
    [
        ("at_most: 50%", False),
        ("at_most: 49.999%", True),
        ("at_most: 3", False),
        ("at_most: 2", True),
        ("at_least: 50%", False),
        ("at_least: 50.001%", True),
        ("at_least: 3", False),
        ("at_least: 4", True),
    ],
)
def test_a_limit_is_kept_to_the_last_digit(limit: str, broken: bool) -> None:
    found = check(RELAYED, f"{{count: claims, where: {{relayer: [named, unnamed]}}, {limit}, severity: breach}}")

    assert [(count, total) for count, total, _ in found] == [(3, 6)] * broken


def test_a_third_is_a_third() -> None:
    thirds = attrs.evolve(RELAYED, claims=RELAYED.claims[:3])

    rule = "{count: claims, where: {source: KCNA}, at_most: 33.333%, severity: breach}"
    assert [(count, total) for count, total, _ in check(thirds, rule)] == [(1, 3)]
    assert check(thirds, rule.replace("33.333", "33.334")) == []


def test_sources_are_counted_once_and_relayers_are_none() -> None:
    found = check(RELAYED, "{count: sources, at_least: 4, severity: warning}")

    assert found == [(3, 3, [MAYORS, PILOTS, LIE])]
    assert check(RELAYED, "{count: sources, where: {source_type: government}, at_least: 1, severity: warning}") == []
    assert check(ONE_VOICE, "{count: sources, at_least: 2, severity: warning}")[0][:2] == (1, 1)


def test_sentences_without_a_source_are_those_of_the_prose() -> None:
    found = check(FERRY, "{count: sentences, where: {status: unattributed}, at_most: 0, severity: warning}")

    assert [(count, total) for count, total, _ in found] == [(2, 9)]
    assert found[0][2] == ["The ferry has been tied up since January.", "The crossing is eleven kilometres wide."]


def test_photographs_are_the_captions_that_were_seen() -> None:
    text = FERRY.article.text
    start = text.index("The ferry Anneliese at her pier")
    words = Span(start, start + len("The ferry Anneliese at her pier on Monday"))
    bare, credited = Caption(content=words), Caption(content=words, credit=Credit(span=Span(words.end + 1, len(text))))
    rule = "{count: photographs, where: {credited: false}, at_most: 0, severity: breach}"

    def photographed(*captions: Caption) -> Trace:
        return attrs.evolve(FERRY, article=attrs.evolve(FERRY.article, captions=captions))

    assert check(photographed(bare, credited), rule) == [(1, 2, ["The ferry Anneliese at her pier on Monday"])]
    assert check(photographed(credited), rule) == []
    assert check(photographed(), rule) == []


def test_a_stored_article_leaves_rules_about_photographs_undecided() -> None:
    policy = read_policy(
        policy_of("{count: photographs, where: {credited: false}, at_most: 0, severity: breach}"), where="p.yml"
    )

    checked = check_trace(FERRY, policy, captions_known=False)

    assert checked.findings == ()
    assert [(u.rule.name, "does not keep captions" in u.reason) for u in checked.undecided] == [("the-rule", True)]


def test_a_share_of_nothing_breaks_no_rule_but_a_number_does() -> None:
    assert check(QUIET, "{count: claims, at_least: 10%, severity: breach}") == []
    assert check(QUIET, "{count: claims, at_least: 1, severity: breach}") == [(0, 0, [])]


def test_unsure_claims_are_set_apart_and_counted_by_no_rule() -> None:
    doubtful = story(
        "doubt",
        "{source:KCNA} {cue:said} {content:it rained}. {source2:The mayor} {cue2:said} {content2:it did}.",
        said(KCNA, confidence=0.4999),
        said(MAYOR, confidence=0.5),
    )
    policy = read_policy(policy_of("{count: claims, at_most: 0, severity: breach}"), where="p.yml")

    checked = check_trace(doubtful, policy)

    assert [e.text for f in checked.findings for e in f.evidence] == ["The mayor said it did"]
    assert [(e.text, e.source, e.confidence) for e in checked.set_apart] == [("KCNA said it rained", "KCNA", 0.4999)]
    assert (checked.n_claims, checked.n_sources) == (1, 1)


@pytest.mark.parametrize(
    ("scope", "applies"),
    [
        ("{claims: 3}", True),
        ("{claims: 4}", False),
        ("{outlets: inland gazette}", True),
        ("{outlets: [Harbour Post, Inland Gazette]}", True),
        ("{outlets: Harbour Post}", False),
        ("{outlets: Inland Gazette, claims: 4}", False),
    ],
)
def test_a_rule_is_for_the_articles_of_its_scope(scope: str, applies: bool) -> None:
    rule = f"{{count: claims, at_most: 0, severity: breach, scope: {scope}}}"

    assert bool(check(TWO_VOICES, rule)) is applies


def test_evidence_stands_at_its_line_and_column_of_the_text() -> None:
    trace = story(
        "lines",
        "😀 {source:Ilse Brandt} {cue:said} {content:yes}.\r\n\nThen {source2:she} {cue2:said}\n{content2:no}.",
        said(MAYOR),
        said(MAYOR),
    )
    policy = read_policy(policy_of("{count: claims, at_most: 0, severity: breach}"), where="p.yml")
    (finding,) = check_trace(trace, policy).findings

    assert [(e.line, e.column, e.text) for e in finding.evidence] == [
        (1, 3, "Ilse Brandt said yes"),
        (3, 6, "she said\nno"),
    ]
    assert all(trace.article.text[e.span.start : e.span.end] == e.text for e in finding.evidence)


def test_reviews_leave_out_correct_and_confirm() -> None:
    reviews = [
        Review(verdict="corrected", source_name="KCNA"),
        Review(verdict="rejected"),
        None,
        Review(verdict="corrected", source_type=SourceType.BUSINESS),
        Review(verdict="unsure"),
        Review(verdict="corrected", source_name="The harbour master", source_type=SourceType.GOVERNMENT),
    ]

    trace = apply_reviews(RELAYED, reviews)

    leading = [claim.leading.source for claim in trace.claims if claim.leading]
    assert [(s.name, s.source_type.value) for s in leading] == [
        ("KCNA", "government"),
        ("KCNA", "state_media"),
        ("KCNA", "business"),
        ("Tomas Reyl", "individual"),
        ("The harbour master", "government"),
    ]
    assert leading[0].key == leading[1].key
    assert [claim.confidence for claim in trace.claims] == [1.0, 0.9, 1.0, 0.9, 1.0]
    assert [claim.attribution for claim in trace.claims] == [
        claim.attribution for place, claim in enumerate(RELAYED.claims) if place != 1
    ]


def test_an_article_keeps_its_findings_whatever_the_order_of_values() -> None:
    one, other = (
        read_policy(policy_of(f"{{count: claims, where: {{source: {names}}}, at_most: 0, severity: breach}}"), where="")
        for names in ("[KCNA, Ilse Brandt]", "[Ilse Brandt, KCNA]")
    )

    assert check_trace(RELAYED, one).findings[0].evidence == check_trace(RELAYED, other).findings[0].evidence


def test_anonymous_means_that_the_article_withholds_the_name() -> None:
    trace = story(
        "names",
        "{source:An official familiar with the talks} {cue:said} {content:yes}. {source2:The ministry} {cue2:said} "
        "{content2:no}.",
        said(OFFICIAL),
        said(MINISTRY),
    )

    assert claims_where(trace, "identity: anonymous_source") == ["An official familiar with the talks said yes"]
