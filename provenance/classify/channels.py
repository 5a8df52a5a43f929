"""How a claim got out: by the words beside its reporting word, by its source, else by the occasion it was said on."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from functools import cache

import attrs

from provenance.lexicon.registry import CHANNELS, registry
from provenance.models import Attribution, Channel, Identity, Kind, Link, Mention, Source, SourceType, Span

OCCASIONS = frozenset(
    (
        Channel.PRESS_REMARKS,
        Channel.SPEECH,
        Channel.BROADCAST,
        Channel.LETTER,
        Channel.DOCUMENT,
        Channel.STATEMENT,
        Channel.INTERVIEW,
    )
)
"""Channels that several claims share: an occasion lasts for more than one sentence."""

STORIES = OCCASIONS - {Channel.LETTER, Channel.STATEMENT, Channel.INTERVIEW}
"""Channels that a whole story can be about, whoever speaks in it."""

LASTING = 2
"""For how many paragraphs a speaker's occasion lasts without being named again."""

OPENING = 6
"""In how many first paragraphs an occasion is what the story is about."""

AROUND = (3, 4)
"""How many paragraphs before and after the naming of the story's occasion a speaker must speak to be part of it."""

_NETWORKS = "|".join(
    "CNN|MSNBC|NBC News|NBC|ABC News|ABC|CBS News|CBS|CNBC|PBS|NPR|BBC|C-SPAN|Fox News|Fox Business|Sky News|Univision"
    "|Telemundo|ITV|HBO".split("|")
)
_ON_AIR = (
    rf"(?:{_NETWORKS})\s+(?:town hall|forum|debate|interview|special|appearance)(?!\w)|(?:on|told|tells|"
    rf"(?:sponsored|hosted|moderated|televised|aired|broadcast)\s+(?:by|on))\s+(?:{_NETWORKS})(?!\w)"
)
_APART = re.compile(r"\b(?:after|before|since|while)\s+[A-Z]|;")
"""What parts two clauses, so that a channel named in one says nothing of the other."""

_ELSEWHEN = re.compile(
    r"\b(?:last (?:week|month|year|summer|fall|spring|winter)|this week|earlier this|years? ago|in (?:19|20)\d\d|previously"
    r"|recently|in the past|has long|over the years)\b",
    re.IGNORECASE,
)
"""What says that a claim was made at another time than its neighbours."""

_ANCHORS = frozenset(("host", "anchor", "news anchor", "moderator", "broadcaster"))
_RESEARCH = frozenset(
    "found find finds finding reported estimated estimates estimate calculated calculates concluded concludes surveyed "
    "projected projects measured shows showed shown".split()
)
_SPEAKING = frozenset(("spokesman", "spokeswoman", "spokesperson", "press secretary", "communications director",
                       "communication director", "press officer"))  # fmt: skip


@attrs.frozen(kw_only=True)
class Stage:
    """Where the article names channels, outside all that is claimed; sorted, with the paragraph of each place."""

    breaks: tuple[int, ...]
    spans: tuple[Span, ...]
    channels: tuple[Channel, ...]

    def paragraph(self, offset: int) -> int:
        """The number of the paragraph at an offset."""
        return bisect_right(self.breaks, offset)

    def within(self, first: int, last: int) -> list[tuple[Span, Channel]]:
        """The channels named between two offsets."""
        low = bisect_left(self.spans, first, key=lambda s: s.start)
        high = bisect_left(self.spans, last, key=lambda s: s.start)
        return list(zip(self.spans[low:high], self.channels[low:high], strict=True))


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], dict[str, Channel]], ...]:
    """Phrases with a capital are names of programmes and count only as written; the others in any case."""
    tables = []
    for capital, flags in ((False, re.IGNORECASE), (True, 0)):
        by_phrase = {
            " ".join(p.split()): entry.channel
            for entry in CHANNELS.entries()
            for p in entry.phrases
            if p[0].isupper() is capital
        }
        ordered = sorted(by_phrase, key=lambda p: (-len(p), p))
        body = "|".join(re.escape(p).replace(r"\ ", r"\s+") for p in ordered)
        tables.append((re.compile(rf"(?<!\w)(?:{body})(?!\w)", flags), by_phrase))
    return tuple(tables)


def choose_channels(text: str, links: tuple[Link, ...], sources: dict[str, Source]) -> tuple[Channel, ...]:
    """The channel of each link, in the same order. Linear in the text and the links, but for sorting."""
    stage = _stage(text, links)
    story = _story_occasions(stage, links)
    lasting: dict[str, tuple[int, Channel]] = {}
    chosen: dict[int, Channel] = {}
    order = sorted(range(len(links)), key=lambda n: (links[n].attribution.extent, n))
    for n in order:
        chosen[n] = _choose(text, links[n], sources, stage, lasting, story)
    _announce(chosen, order, links, stage)
    return tuple(chosen[n] for n in range(len(links)))


def _announce(chosen: dict[int, Channel], order: list[int], links: tuple[Link, ...], stage: Stage) -> None:
    """Give a claim without a channel the occasion that the same speaker's next paragraph names."""
    coming: dict[str, tuple[int, Channel]] = {}
    for n in reversed(order):
        link = links[n]
        if not link.mentions or link.attribution.kind is not Kind.CLAIM:
            continue
        key, here = link.mentions[0].key, stage.paragraph(link.attribution.extent.start)
        paragraph, channel = coming.get(key, (here + 99, Channel.UNSPECIFIED))
        if chosen[n] is Channel.UNSPECIFIED and paragraph - here <= 1:
            chosen[n] = channel
        if chosen[n] in OCCASIONS:
            coming[key] = (here, chosen[n])


def _stage(text: str, links: tuple[Link, ...]) -> Stage:
    contents = sorted(piece for link in links for piece in link.attribution.content)
    ends = _running_ends(contents)
    found = list[tuple[Span, Channel]]()
    for pattern, by_phrase in _patterns():
        lowered = {phrase.lower(): channel for phrase, channel in by_phrase.items()}
        found += [
            (Span(m.start(), m.end()), lowered[" ".join(m.group().lower().split())]) for m in pattern.finditer(text)
        ]
    found += [(Span(m.start(), m.end()), Channel.BROADCAST) for m in re.finditer(rf"(?<!\w){_ON_AIR}", text)]
    kept = sorted((span, channel) for span, channel in found if not _covered(span, contents, ends))
    return Stage(
        breaks=tuple(m.end() for m in re.finditer(r"\n\s*", text)),
        spans=tuple(span for span, _ in kept),
        channels=tuple(channel for _, channel in kept),
    )


def _running_ends(spans: list[Span]) -> list[int]:
    ends, last = list[int](), 0
    for span in spans:
        last = max(last, span.end)
        ends.append(last)
    return ends


def _covered(span: Span, contents: list[Span], ends: list[int]) -> bool:
    """Whether a place lies in what somebody claims."""
    at = bisect_left(contents, span.end, key=lambda c: c.start) - 1
    return at >= 0 and ends[at] > span.start and contents[at].start < span.start


def _story_occasions(stage: Stage, links: tuple[Link, ...]) -> dict[str, Channel]:
    """The occasion that the story opens with, for each speaker who speaks near where it is named."""
    named = [
        (stage.paragraph(span.start), channel)
        for span, channel in zip(stage.spans, stage.channels, strict=True)
        if channel in STORIES
    ]
    opening = next(((p, c) for p, c in named if p < OPENING), None)
    if opening is None:
        return {}
    paragraphs = defaultdict[str, list[int]](list)
    for link in links:
        for mention in link.mentions[:1]:
            paragraphs[mention.key].append(stage.paragraph(link.attribution.extent.start))
    at, channel = opening
    before, after = AROUND
    return {key: channel for key, places in paragraphs.items() if any(at - before <= p <= at + after for p in places)}


def _choose(
    text: str,
    link: Link,
    sources: dict[str, Source],
    stage: Stage,
    lasting: dict[str, tuple[int, Channel]],
    story: dict[str, Channel],
) -> Channel:
    attribution = link.attribution
    if attribution.kind is Kind.PHOTO_CREDIT:
        return Channel.PHOTO
    if attribution.kind is Kind.SILENCE or not link.mentions:
        return Channel.UNSPECIFIED
    mention = link.mentions[0]
    source, here = sources[mention.key], stage.paragraph(attribution.extent.start)
    if source.identity is Identity.DOCUMENT:
        return document_channel(mention.name)
    beside = stage.within(attribution.statement.start, attribution.statement.end)
    named = _nearest(text, beside, attribution)
    channel = named or channel_of_source(text, attribution, mention, source)
    if channel in OCCASIONS:
        lasting[mention.key] = (here, channel)
    if channel:
        return channel
    since, earlier = lasting.get(mention.key, (-99, Channel.UNSPECIFIED))
    if _ELSEWHEN.search(text, attribution.statement.start, attribution.statement.end):
        return Channel.UNSPECIFIED
    if here - since <= LASTING:
        lasting[mention.key] = (here, earlier)
        return earlier
    shared = _is_spoken(source) and not beside
    return story.get(mention.key, Channel.UNSPECIFIED) if shared else Channel.UNSPECIFIED


def _is_spoken(source: Source) -> bool:
    return source.identity in (Identity.NAMED_PERSON, Identity.UNNAMED_PERSON)


def _nearest(text: str, named: list[tuple[Span, Channel]], attribution: Attribution) -> Channel | None:
    """The channel named nearest to the reporting word."""
    center = attribution.cue[0] if attribution.cue else attribution.extent
    apart = [
        (max(0, s.start - center.end, center.start - s.end), channel)
        for s, channel in named
        if not _APART.search(text, s.end, max(s.end, center.start))
    ]
    return min(apart, key=lambda pair: pair[0])[1] if apart else None


def channel_of_source(text: str, attribution: Attribution, mention: Mention, source: Source) -> Channel | None:
    """The channel that a source's kind implies: an outlet's report, a judge's ruling, a spokesperson's statement."""
    cue = {word for span in attribution.cue for word in span.of(text).lower().split()}
    kind, name = source.source_type, mention.name.lower()
    if kind is SourceType.STATE_MEDIA:
        return Channel.NEWS_REPORT if "media" in name or "television" in name else Channel.PUBLICATION
    if kind is SourceType.NEWS_MEDIA and source.identity is Identity.NAMED_ORGANIZATION:
        return Channel.NEWS_REPORT
    if kind is SourceType.JUDICIARY and _is_court(mention, source):
        return Channel.DOCUMENT
    if kind in (SourceType.ACADEMIC, SourceType.CIVIL_SOCIETY) and source.identity is not Identity.NAMED_PERSON:
        if cue & _RESEARCH or document_channel(mention.name, default=None):
            return Channel.DOCUMENT
    if source.identity is Identity.NAMED_PERSON and kind is SourceType.NEWS_MEDIA and _is_on_air(mention):
        return Channel.BROADCAST
    if source.identity is Identity.NAMED_PERSON and _roles(mention) & _SPEAKING:
        return Channel.STATEMENT
    return None


def _is_on_air(mention: Mention) -> bool:
    return bool(_roles(mention) & _ANCHORS or re.search(rf"(?<!\w)(?:{_NETWORKS})(?!\w)", mention.title or ""))


def _roles(mention: Mention) -> set[str]:
    words = tuple((mention.title or "").replace(",", " ").split())
    found = (registry().role(words[:stop]) for stop in range(1, len(words) + 1))
    return {tail.entry.name for tail in found if tail}


def _is_court(mention: Mention, source: Source) -> bool:
    if source.identity is Identity.NAMED_ORGANIZATION:
        return "court" in mention.name.lower()
    if source.identity is Identity.UNNAMED_GROUP:
        return False
    return bool(_roles(mention) & {"judge", "justice", "chief justice", "magistrate"})


def document_channel(name: str, default: Channel | None = Channel.DOCUMENT) -> Channel | None:
    """The channel of a document by its noun."""
    words = tuple(name.split())
    if len(words) > 1 and words[1][:1].isdigit():
        return Channel.DOCUMENT
    for stop in range(1, len(words) + 1):
        if found := registry().document(words[:stop]):
            return found.entry.channel
    return default
