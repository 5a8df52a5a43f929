"""An article's trace against a policy: which rules are broken, by how much, and the words that show it."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

import attrs

from provenance.models import (
    Article,
    Caption,
    Claim,
    Identity,
    Kind,
    Role,
    Sentence,
    SentenceStatus,
    Source,
    Span,
    Trace,
)
from provenance.policy.rules import LONGEST_PHRASE, NOBODY, Facts, Policy, Relayer, Rule, Subject
from provenance.rows import show_chain

NAMED = frozenset((Identity.NAMED_PERSON, Identity.NAMED_ORGANIZATION, Identity.DOCUMENT))
"""How a relayer is identified whom a reader could ask."""


@attrs.frozen(kw_only=True)
class Evidence:
    """Words of the article that a finding rests on, and where they stand.

    `line` and `column` (in code points) count from 1 in the article's text. `source` and `confidence` are those of the
    claim that the words belong to; None where they belong to none.
    """

    span: Span
    line: int
    column: int
    text: str
    source: str | None = None
    confidence: float | None = None


@attrs.frozen(kw_only=True)
class Finding:
    """A broken rule: how many things it counted among how many, and each of them."""

    rule: Rule
    count: int
    total: int
    evidence: tuple[Evidence, ...]


@attrs.frozen(kw_only=True)
class Undecided:
    """A rule that could not be held against the article, and why."""

    rule: Rule
    reason: str


@attrs.frozen(kw_only=True)
class Checked:
    """What came of an article: its broken rules in the order of the policy, and what was counted.

    `set_apart` are the claims that the program is less sure of than the policy's `confidence`; no rule counts them.
    """

    confidence: float

    n_claims: int
    n_sources: int
    findings: tuple[Finding, ...]
    undecided: tuple[Undecided, ...]
    set_apart: tuple[Evidence, ...]


@attrs.frozen(kw_only=True)
class Thing:
    """Something that rules count: a claim, source, sentence or photograph, with its facts and its place.

    `source` and `confidence` are the claim's whose words they are, if they are a claim's.
    """

    facts: Facts
    span: Span
    source: str | None = None
    confidence: float | None = None


def check_trace(trace: Trace, policy: Policy, *, captions_known: bool = True) -> Checked:
    """Hold an article to a policy.

    Args:
        trace: the article with its claims and sentences.
        policy: the rules.
        captions_known: whether `trace.article.captions` has the captions that were read; a trace that was stored has
            none, and rules about photographs are then undecided.
    """
    said = [claim for claim in trace.claims if claim.attribution.kind is Kind.CLAIM]
    sure = [claim for claim in said if claim.confidence >= policy.confidence]
    text = trace.article.text
    things = {
        Subject.CLAIMS: [_claim(claim, text) for claim in sure],
        Subject.SOURCES: list(find_sources(sure)),
        Subject.SENTENCES: [_sentence(s) for s in trace.sentences if s.status is not SentenceStatus.FURNITURE],
        Subject.PHOTOGRAPHS: [_photograph(caption) for caption in trace.article.captions],
    }
    places = _Places.of(text)
    rules = [rule for rule in policy.rules if _applies(rule, trace.article, len(sure))]
    decided = [rule for rule in rules if captions_known or rule.count is not Subject.PHOTOGRAPHS]
    reason = "the database does not keep captions; check the article itself"
    found = (_find(rule, things[rule.count], places) for rule in decided)
    return Checked(
        confidence=policy.confidence,
        n_claims=len(sure),
        n_sources=len(things[Subject.SOURCES]),
        findings=tuple(finding for finding in found if finding),
        undecided=tuple(Undecided(rule=rule, reason=reason) for rule in rules if rule not in decided),
        set_apart=tuple(places.show(_claim(claim, text)) for claim in said if claim.confidence < policy.confidence),
    )


def claim_facts(claim: Claim, text: str) -> Facts:
    """What a rule can ask about a claim of this text."""
    makers = [hop.source for hop in claim.chain if hop.mention.role is not Role.RELAYER]
    everybody = [hop.source for hop in claim.chain]
    names = {name.casefold() for hop in claim.chain for name in (hop.mention.name, hop.source.name)}
    return {
        "source_type": frozenset((claim.source_type or NOBODY,)),
        "only_source_type": _types(makers),
        "chain_type": _types(everybody),
        "identity": frozenset((claim.identity,)),
        "source": frozenset(names),
        "relayer": frozenset((find_relayer(claim),)),
        "channel": frozenset((claim.channel,)),
        "cue": frozenset(_phrases(" ".join(span.of(text) for span in claim.attribution.cue))),
        "quotation": frozenset((claim.quotation,)),
        "cue_stance": frozenset((claim.stance,)),
        "told": _yes_no(claim.told),
        "hedged": _yes_no(claim.hedged),
    }


def find_relayer(claim: Claim) -> Relayer:
    """Who stands between a claim's source and the article."""
    if any(hop.source.identity in NAMED for hop in claim.relayers):
        return Relayer.NAMED
    if claim.relayers:
        return Relayer.UNNAMED
    return Relayer.UNSTATED if claim.second_hand else Relayer.NOBODY


def find_sources(claims: Iterable[Claim]) -> Iterator[Thing]:
    """Those who make the claims, alone or with others, each once, at the place of the first claim."""
    first: dict[str, tuple[Source, Claim]] = {}
    for claim in claims:
        for hop in claim.chain:
            if hop.mention.role is not Role.RELAYER:
                first.setdefault(hop.source.key, (hop.source, claim))
    for source, claim in first.values():
        facts = {"source_type": frozenset((source.source_type,)), "identity": frozenset((source.identity,))}
        yield Thing(facts=facts, span=claim.attribution.extent, source=source.name, confidence=claim.confidence)


def _claim(claim: Claim, text: str) -> Thing:
    facts, place = claim_facts(claim, text), claim.attribution.extent
    return Thing(facts=facts, span=place, source=show_chain(claim), confidence=claim.confidence)


def _phrases(words: str) -> Iterator[str]:
    """Every stretch of up to `LONGEST_PHRASE` words, in small letters, one space between them."""
    parts = words.casefold().split()
    for start in range(len(parts)):
        for end in range(start + 1, min(start + LONGEST_PHRASE, len(parts)) + 1):
            yield " ".join(parts[start:end])


def _types(sources: Sequence[Source]) -> frozenset[str]:
    return frozenset(source.source_type for source in sources) or frozenset((NOBODY,))


def _yes_no(fact: bool) -> frozenset[str]:
    return frozenset(("true" if fact else "false",))


def _sentence(sentence: Sentence) -> Thing:
    return Thing(facts={"status": frozenset((sentence.status,))}, span=sentence.span)


def _photograph(caption: Caption) -> Thing:
    return Thing(facts={"credited": _yes_no(caption.credit is not None)}, span=caption.content)


def _applies(rule: Rule, article: Article, n_claims: int) -> bool:
    outlets = {outlet.casefold() for outlet in rule.scope.outlets}
    return n_claims >= rule.scope.claims and (not outlets or (article.outlet or "").casefold() in outlets)


def _find(rule: Rule, things: Sequence[Thing], places: "_Places") -> Finding | None:
    chosen = [thing for thing in things if rule.chooses(thing.facts)]
    if rule.limit.allows(len(chosen), len(things)):
        return None
    return Finding(rule=rule, count=len(chosen), total=len(things), evidence=tuple(map(places.show, chosen)))


@attrs.frozen(kw_only=True)
class _Places:
    """A text and where its lines begin, so that an offset becomes a line and a column."""

    text: str
    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> "_Places":
        starts, at = [0], text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = text.find("\n", at + 1)
        return cls(text=text, starts=tuple(starts))

    def show(self, thing: Thing) -> Evidence:
        line = bisect_right(self.starts, thing.span.start)
        return Evidence(
            span=thing.span,
            line=line,
            column=thing.span.start - self.starts[line - 1] + 1,
            text=thing.span.of(self.text),
            source=thing.source,
            confidence=thing.confidence,
        )
