"""Articles of our own with their claims worked out by hand, for tests that need a database to look at.

    story("ferry", "{source:The mayor} {cue:said} {content:the ferry was safe}.", said(MAYOR), outlet="Harbour Post")

Names in the marked text carry the number of the claim they belong to, from the second on ("source2"). A `{furniture:…}`
mark is a line that is no prose.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import attrs

from provenance.models import (
    Article,
    Attribution,
    Channel,
    Claim,
    Hop,
    Identity,
    Kind,
    Mention,
    Quotation,
    Role,
    Sentence,
    SentenceStatus,
    Source,
    SourceType,
    Span,
    Stance,
    Trace,
)
from provenance.rows import to_rows
from provenance.store import RunCounts, RunStatus, Version, finish_run, open_database, start_run, write_article
from tests.marked import read_marked

SENTENCE = re.compile(r"\S[^.!?\n]*(?:[.!?]+[”\"]?|(?=\n)|$)")
VERSION = Version(id="test", program="test", weights=None, lexicon="test")

PERSON, GROUP, NAMELESS = Identity.NAMED_PERSON, Identity.NAMED_ORGANIZATION, Identity.ANONYMOUS_SOURCE


def who(name: str, source_type: SourceType, identity: Identity = PERSON, country: str | None = None) -> Source:
    """A source under a key made of its name."""
    return Source(key=name.lower(), name=name, identity=identity, source_type=source_type, country=country)


MAYOR = who("Ilse Brandt", SourceType.GOVERNMENT)
PILOT = who("Tomas Reyl", SourceType.INDIVIDUAL)
MINISTRY = who("Harbour Ministry", SourceType.GOVERNMENT, GROUP)
OFFICIAL = who("an official familiar with the talks", SourceType.GOVERNMENT, NAMELESS)
KCNA = who("KCNA", SourceType.STATE_MEDIA, GROUP, "North Korea")
REPORTERS = who("reporters", SourceType.PRESS, Identity.UNNAMED_GROUP)
POST = who("Harbour Post", SourceType.NEWS_MEDIA, GROUP)
PHOTOGRAPHER = who("Mina Castellan", SourceType.PHOTO_CREDIT)
AGENCY = who("Reuters", SourceType.PHOTO_CREDIT, GROUP)
DISTRIBUTOR = who("Getty", SourceType.PHOTO_CREDIT, GROUP)


@attrs.frozen(kw_only=True)
class Said:
    """A claim before its evidence has been looked up in a story."""

    sources: tuple[Source, ...]
    roles: tuple[Role, ...]
    kind: Kind = Kind.CLAIM
    told: bool = True
    facts: dict[str, Any] = attrs.field(factory=dict)


def said(
    *sources: Source,
    relayed_by: Source | None = None,
    kind: Kind = Kind.CLAIM,
    told: bool = True,
    **facts: Any,
) -> Said:
    """A claim or silence of one or several sources, passed on or not; `facts` are fields of `Claim`."""
    relayers = (relayed_by,) if relayed_by else ()
    roles = (Role.ORIGINATOR,) * len(sources) + (Role.RELAYER,) * len(relayers)
    return Said(sources=(*sources, *relayers), roles=roles, kind=kind, told=told, facts=facts)


def silent(source: Source) -> Said:
    """A stated silence."""
    return said(source, kind=Kind.SILENCE)


def photographed(photographer: Source, agency: Source, distributor: Source) -> Said:
    """A photo credit."""
    roles = (Role.PHOTOGRAPHER, Role.AGENCY, Role.DISTRIBUTOR)
    facts = {"channel": Channel.PHOTO}
    return Said(sources=(photographer, agency, distributor), roles=roles, kind=Kind.PHOTO_CREDIT, facts=facts)


def story(name: str, marked: str, *claims: Said, outlet: str | None = "Harbour Post", **facts: Any) -> Trace:
    """An article of marked-up text with its claims, each with the evidence that the text marks for it."""
    text, spans = read_marked(marked)
    facts = {"title": name.replace("-", " ").capitalize(), "published": "2026-03-02"} | facts
    article = Article(name=name, origin=f"test:{name}", text=text, outlet=outlet, **facts)
    numbers = ("", *(str(n) for n in range(2, len(claims) + 1)))
    made = [_make_claim(claim, number, spans, text) for claim, number in zip(claims, numbers, strict=False)]
    made.sort(key=lambda claim: claim.attribution.extent)
    return Trace(article=article, claims=tuple(made), sentences=_mark_sentences(text, spans))


def _make_claim(claim: Said, number: str, spans: dict[str, tuple[Span, ...]], text: str) -> Claim:
    source, cue, content = (spans.get(role + number, ()) for role in ("source", "cue", "content"))
    pieces = sorted((*source, *cue, *content))
    start = text.rfind("\n", 0, pieces[0].start) + 1
    end = text.find("\n", pieces[-1].end)
    attribution = Attribution(
        kind=claim.kind,
        source=source,
        cue=cue,
        content=content,
        statement=Span(start, end if end >= 0 else len(text)),
        confidence=0.9,
        told=claim.told,
        rule="by hand",
    )
    chain = tuple(
        Hop(mention=Mention(role=role, name=s.name, key=s.key, span=next(iter(source), None), rule="by hand"), source=s)
        for s, role in zip(claim.sources, claim.roles, strict=True)
    )
    abstained = None if chain else "nobody is named"
    facts: dict[str, Any] = {"confidence": 0.9, "quotation": _quotation(content, text)} | claim.facts
    justification = next(iter(spans.get("justification" + number, ())), None)
    return Claim(attribution=attribution, chain=chain, abstained=abstained, justification=justification, **facts)


def _quotation(content: Sequence[Span], text: str) -> Quotation:
    quoted = [span.of(text).startswith("“") for span in content]
    if all(quoted) and quoted:
        return Quotation.DIRECT
    return Quotation.MIXED if any("“" in span.of(text) for span in content) else Quotation.INDIRECT


def _mark_sentences(text: str, spans: dict[str, tuple[Span, ...]]) -> tuple[Sentence, ...]:
    furniture = spans.get("furniture", ())
    evidence = [span for name, found in spans.items() if name != "furniture" for span in found]
    sentences = []
    for match in SENTENCE.finditer(text):
        span = Span(*match.span())
        status = SentenceStatus.UNATTRIBUTED
        if any(span.overlaps(other) for other in evidence):
            status = SentenceStatus.ATTRIBUTED
        elif any(span.overlaps(other) for other in furniture):
            status = SentenceStatus.FURNITURE
        sentences.append(Sentence(span=span, status=status))
    return tuple(sentences)


def build(path: Path, *traces: Trace) -> Path:
    """Write traces into a new database at `path` through our own store."""
    db = open_database(path, create=True)
    run = start_run(db, VERSION, "test")
    for trace in traces:
        write_article(db, to_rows(trace, version=VERSION.id))
    counts = RunCounts(n_articles=len(traces), n_written=len(traces), n_claims=sum(len(t.claims) for t in traces))
    finish_run(db, run, RunStatus.FINISHED, counts)
    db.close()
    return path


STORIES = (
    story(
        "ferry-talks",
        "{source:The mayor, Ilse Brandt,} {cue:said} {content:the ferry would run again on Monday}. "
        "{content2:“We hear you,”} {source2:she} {cue2:told} reporters, {content2:“and we will pay.”}\n\n"
        "The ferry has been tied up since January. The crossing is eleven kilometres wide.\n\n"
        "{source3:KCNA} {cue3:claimed} {content3:that the captain had “sold his compass.”} "
        "{source4:An official familiar with the talks} {cue4:said} {content4:a buyer had been found}.\n\n"
        "{source5:The mayor} also {cue5:confirmed}, reporters relayed, {content5:that letters had been exchanged}. "
        "{source6:The Harbour Ministry} {cue6:did not respond} to a request for comment.\n\n"
        "{content7:The ferry Anneliese at her pier on Monday} ({source7:Mina Castellan/Reuters via Getty})\n\n"
        "{furniture:Follow the Harbour Post on every network.}",
        said(MAYOR, channel=Channel.STATEMENT),
        said(MAYOR, channel=Channel.PRESS_REMARKS),
        said(KCNA, stance=Stance.DISTANCING, channel=Channel.NEWS_REPORT),
        said(OFFICIAL),
        said(MAYOR, relayed_by=REPORTERS, stance=Stance.ENDORSING),
        silent(MINISTRY),
        photographed(PHOTOGRAPHER, AGENCY, DISTRIBUTOR),
        byline="Noor Adeyemi",
        url="https://harbour-post.example/ferry-talks",
    ),
    story(
        "one-voice",
        "{source:Tomas Reyl} {cue:said} {content:the tide was wrong}. {source2:He} {cue2:insisted} "
        "{content2:that nobody had asked him}. {source3:Reyl} {cue3:said} {content3:he would sail anyway}.",
        said(PILOT),
        said(PILOT, stance=Stance.DISTANCING),
        said(PILOT),
        published="2026-04-11",
    ),
    story(
        "two-voices",
        "{source:Ilse Brandt} {cue:said} {content:the pier was sound}. {source2:Tomas Reyl} {cue2:said} "
        "{content2:it was not}. It is {cue3:reportedly} {content3:to be sold}.",
        said(MAYOR),
        said(PILOT),
        said(hedged=True),
        outlet="Inland Gazette",
        published="2026-05-20",
    ),
)
"""Three articles that hold every kind of row a reader can meet."""

QUIET = story("quiet", "The lighthouse stands. The sea was calm.\n", outlet="Inland Gazette", title="All quiet")
"""An article that attributes nothing to anybody."""
