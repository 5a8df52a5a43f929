"""How a claim got out: by the words beside its reporting word, by its source, else by the occasion it was said on."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict

import attrs

from provenance.classify.channel_phrases import Named, find_channels, widest
from provenance.classify.channel_sources import (
    channel_of_document,
    channel_of_source,
    is_judge,
    is_reported,
    is_told,
    is_written_in,
    rules,
    words_of_cue,
)
from provenance.models import Attribution, Channel, Identity, Kind, Link, Source, SourceType, Span

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
"""For how many paragraphs a speaker's occasion lasts without being named again; it goes on from one to the next."""

OPENING = 6
"""In how many first paragraphs an occasion is what the story is about."""

NEAR = 1000
"""How many characters around its reporting word a statement is searched for the channel."""

LEAD = 4
"""How many first paragraphs may speak of an occasion before it is named."""

AROUND = (3, 4)
"""How many paragraphs before and after the naming of the story's occasion a speaker must speak to be part of it."""

_APART = re.compile(r"(?:after|before|since|while|when)\s+(?:the\s+)?$|;")
"""What parts two clauses, so that a channel named in one says nothing of the other."""

_ASIDE = re.compile(r",[^,.;:]*\b(?:which|who|whom|whose)\b")
ASIDE_WITHIN = 80
"""How many characters before a channel's name a clause that only describes another channel begins."""

TOLD_IN = 30
"""How many characters after whom something was told the text says how: "told investors on Monday in a letter"."""

SENTENCE = 300
"""How many characters the sentence before a claim may have."""

_OPENING_MARKS = " \n“\"‘'"
_SPOKEN = (Channel.BROADCAST, Channel.PRESS_REMARKS, Channel.SPEECH)
_STOP = re.compile(r"[.!?;]\s")
_TOLD = ("told", "tell", "Told", "Tell")
_REPLYING = frozenset(
    "replied replies responded responds responding countered counters countering retorted retorts rejoined interjected "
    "answered answers objected objects heckled".split()
)
_ASKING = frozenset("asked asks asking questioned questions pressed".split())
_COMMENTING = frozenset(
    "commented comments commenting wrote writes posted posts replied replies quipped joked added asked".split()
)
_OTHERS = frozenset(("one", "another", "others", "a third", "a second", "a fourth"))
_PEOPLE = (Identity.NAMED_PERSON, Identity.UNNAMED_PERSON, Identity.UNNAMED_GROUP)

_ELSEWHEN = re.compile(
    r"\b(?:last (?:week|month|year|summer|fall|spring|winter)|this week|earlier this|years? ago|in (?:19|20)\d\d"
    r"|previously|recently|in the past|has long|over the years)\b",
    re.IGNORECASE,
)
"""What says that a claim was made at another time than its neighbours."""


_PERFECT = re.compile(r"(?:has|have|had)\s")
"""What a reporting word begins with that tells of another time: "has said"."""


@attrs.frozen(kw_only=True)
class Stage:
    """Where the article names channels, outside all that is claimed; sorted, with the paragraph of each place."""

    breaks: tuple[int, ...]
    named: tuple[Named, ...]

    def paragraph(self, offset: int) -> int:
        """The number of the paragraph at an offset."""
        return bisect_right(self.breaks, offset)

    def start_of(self, paragraph: int) -> int:
        """Where a paragraph begins."""
        return self.breaks[paragraph - 1] if paragraph > 0 else 0

    def within(self, first: int, last: int) -> tuple[Named, ...]:
        """The channels named between two offsets."""
        low = bisect_left(self.named, first, key=lambda one: one.span.start)
        return self.named[low : bisect_left(self.named, last, lo=low, key=lambda one: one.span.start)]

    def last(self, first: int, stop: int) -> Named | None:
        """The last channel named from one offset to before another."""
        at = bisect_left(self.named, stop, key=lambda one: one.span.start) - 1
        return self.named[at] if at >= 0 and self.named[at].span.start >= first else None


def choose_channels(text: str, links: tuple[Link, ...], sources: dict[str, Source]) -> tuple[Channel, ...]:
    """The channel of each link, in the same order. Linear in the text and the links, but for sorting."""
    stage = _stage(text, links)
    order = sorted(range(len(links)), key=lambda n: (links[n].attribution.extent, n))
    rulings = frozenset(n.mentions[0].key for n in links if n.mentions and rules(text, n.attribution))
    story = _story_occasions(text, stage, links)
    chooser = _Chooser(text=text, sources=sources, stage=stage, story=story, rulings=rulings)
    chosen = {n: chooser.choose(links[n]) for n in order}
    _announce(chosen, order, links, stage)
    return tuple(chosen[n] for n in range(len(links)))


def _announce(chosen: dict[int, Channel], order: list[int], links: tuple[Link, ...], stage: Stage) -> None:
    """Give a claim without a channel the occasion that its speaker names later in the paragraph, or after the lead."""
    coming: dict[str, tuple[int, Channel]] = {}
    for n in reversed(order):
        link = links[n]
        if not link.mentions or link.attribution.kind is not Kind.CLAIM:
            continue
        key, here = link.mentions[0].key, stage.paragraph(link.attribution.extent.start)
        paragraph, channel = coming.get(key, (here + 99, Channel.UNSPECIFIED))
        if chosen[n] is Channel.UNSPECIFIED and (paragraph == here or (paragraph == here + 1 and here < LEAD)):
            chosen[n] = channel
        if chosen[n] in OCCASIONS:
            coming[key] = (here, chosen[n])


def _stage(text: str, links: tuple[Link, ...]) -> Stage:
    contents = sorted(piece for link in links for piece in link.attribution.content)
    ends = _running_ends(contents)
    kept = widest(found for found in find_channels(text) if not _covered(found.span, contents, ends))
    return Stage(breaks=tuple(m.end() for m in re.finditer(r"\n\s*", text)), named=tuple(kept))


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


def _story_occasions(text: str, stage: Stage, links: tuple[Link, ...]) -> dict[str, tuple[int, Channel]]:
    """The occasion that the story opens with, for each who speaks near where it is named and not apart from it.

    One that a claim names is its speakers' own, unless it is such that several speak on it; any other ends sooner. The
    number is that of the last paragraph it may last to.
    """
    opening = next((named for named in stage.named if named.channel in STORIES), None)
    if opening is None or stage.paragraph(opening.span.start) >= OPENING:
        return {}
    places, apart, owners = defaultdict[str, list[int]](list), set[str](), set[str]()
    for link in links:
        for mention in link.mentions[:1]:
            places[mention.key].append(stage.paragraph(link.attribution.extent.start))
            if any(_is_apart(text, named.span, link.attribution) for named in _beside(stage, link.attribution)):
                apart.add(mention.key)
            if link.attribution.kind is Kind.CLAIM and link.attribution.statement.contains(opening.span):
                owners.add(mention.key)
    first = stage.paragraph(opening.span.start) - AROUND[0]
    near = {key for key, found in places.items() if any(0 <= at - first <= sum(AROUND) for at in found)} - apart
    own = bool(owners) and not opening.shared
    last = stage.paragraph(len(text)) if opening.shared else first + sum(AROUND)
    return dict.fromkeys(near & owners if own else near, (last, opening.channel))


@attrs.define(kw_only=True)
class _Chooser:
    """Chooses channels in text order; `lasting` keeps each speaker's last occasion and its paragraph."""

    text: str
    sources: dict[str, Source]
    stage: Stage
    story: dict[str, tuple[int, Channel]]
    rulings: frozenset[str]
    lasting: dict[str, tuple[int, Channel]] = attrs.Factory(dict)
    commented: int = -1

    def choose(self, link: Link) -> Channel:
        """The channel of a link."""
        attribution = link.attribution
        if attribution.kind is not Kind.CLAIM:
            return Channel.PHOTO if attribution.kind is Kind.PHOTO_CREDIT else Channel.UNSPECIFIED
        if attribution.rule == "interview":
            return Channel.INTERVIEW
        if not link.mentions:
            return self._nearest(attribution) or Channel.UNSPECIFIED
        source = self.sources[link.mentions[0].key]
        if link.mentions[0].rule.startswith("pollster"):
            return Channel.DOCUMENT
        if source.identity is Identity.DOCUMENT:
            return self._of_document(link)
        stated = self._stated(link, source) or self._commented(attribution, source)
        return self._keep(attribution, source.key, stated) if stated else self._inherited(attribution, source)

    def _of_document(self, link: Link) -> Channel:
        """The channel of a document; pictures that go around on social media got out there."""
        channel = channel_of_document(self.text, link.attribution, link.mentions[0])
        shared = channel is Channel.BROADCAST and self._nearest(link.attribution) is Channel.SOCIAL_MEDIA
        return Channel.SOCIAL_MEDIA if shared else channel

    def _stated(self, link: Link, source: Source) -> Channel | None:
        """The channel that the words around a claim name, or else its source implies."""
        attribution, mention = link.attribution, link.mentions[0]
        if named := self._nearest(attribution):
            return named
        if is_told(self.text, link, self.sources):
            return Channel.INTERVIEW
        if is_written_in(self.text, attribution):
            return Channel.PUBLICATION
        implied = channel_of_source(self.text, attribution, mention, source)
        reported = implied in (None, Channel.DOCUMENT) and is_reported(link, self.sources)
        since, earlier = self.lasting.get(source.key, (-1, Channel.UNSPECIFIED))
        goes_on = since == self.stage.paragraph(attribution.extent.start)
        if goes_on and (implied is Channel.STATEMENT or (reported and earlier is Channel.INTERVIEW)):
            return earlier
        if implied is None and source.key in self.rulings and is_judge(mention, source):
            return Channel.DOCUMENT
        return Channel.NEWS_REPORT if reported else implied

    def _commented(self, attribution: Attribution, source: Source) -> Channel | None:
        """Social media, for somebody without a name who comments on what was just posted there."""
        if source.identity not in (Identity.UNNAMED_PERSON, Identity.UNNAMED_GROUP):
            return None
        start = attribution.extent.start
        here = self.stage.paragraph(start)
        named = self.stage.last(self.stage.start_of(here - 1), start)
        posted = named is not None and named.channel is Channel.SOCIAL_MEDIA
        comments = posted and not _COMMENTING.isdisjoint(words_of_cue(self.text, attribution))
        goes_on = self.commented == here and any(s.of(self.text).lower() in _OTHERS for s in attribution.source)
        if not comments and not goes_on:
            return None
        self.commented = here
        return Channel.SOCIAL_MEDIA

    def _keep(self, attribution: Attribution, key: str, channel: Channel) -> Channel:
        if channel in OCCASIONS:
            self.lasting[key] = (self.stage.paragraph(attribution.extent.start), channel)
        return channel

    def _inherited(self, attribution: Attribution, source: Source) -> Channel:
        """The speaker's occasion, unless the claim is of another time; else the story's."""
        if _is_elsewhen(self.text, attribution):
            return Channel.UNSPECIFIED
        here = self.stage.paragraph(attribution.extent.start)
        since, earlier = self.lasting.get(source.key, (-99, Channel.UNSPECIFIED))
        until, story = self.story.get(source.key, (-1, Channel.UNSPECIFIED))
        aside = earlier is Channel.STATEMENT or (until >= 0 and story is not earlier)
        if here - since <= LASTING - aside:
            goes_on = here - since <= 1 or earlier is Channel.INTERVIEW
            return self._keep(attribution, source.key, earlier) if goes_on else earlier
        if scene := self._in_scene(attribution, source) or self._just_named(attribution, source):
            return self._keep(attribution, source.key, scene)
        return story if here <= until and _is_speaker(source) else Channel.UNSPECIFIED

    def _in_scene(self, attribution: Attribution, source: Source) -> Channel | None:
        """The channel of a court's or a council's sitting, for who speaks after it was named in the paragraph.

        Where only somebody "told the court" something, it is that of those who reply, also a paragraph later, or ask.
        """
        if source.identity not in _PEOPLE:
            return None
        start = attribution.extent.start
        cue = words_of_cue(self.text, attribution)
        replies, asks = not _REPLYING.isdisjoint(cue), not _ASKING.isdisjoint(cue)
        first = self.stage.start_of(self.stage.paragraph(start) - replies)
        named = self.stage.last(first, start)
        scene = named is not None and named.scene and (replies or asks or not self._is_told(named))
        return named.channel if named and scene else None

    def _just_named(self, attribution: Attribution, source: Source) -> Channel | None:
        """The occasion where the sentence before puts the speaker: "Vale was on CNN. “It leaks,” she said"."""
        if source.identity is not Identity.NAMED_PERSON:
            return None
        start = attribution.extent.start
        first = max(self.stage.start_of(self.stage.paragraph(start)), start - SENTENCE)
        stops = [m.end() for m in _STOP.finditer(self.text, first, start)]
        if not stops or self.text[stops[-1] : start].strip(_OPENING_MARKS):
            return None
        first = stops[-2] if len(stops) > 1 else first
        named = self.stage.last(first, start)
        if named is None or named.channel not in _SPOKEN:
            return None
        surname = re.escape(source.name.split()[-1])
        return named.channel if re.search(rf"\b{surname}\b(?![’'])", self.text[first : named.span.start]) else None

    def _is_told(self, named: Named) -> bool:
        return named.span.of(self.text).startswith(_TOLD)

    def _nearest(self, attribution: Attribution) -> Channel | None:
        """The channel named nearest to the reporting word, in its clause; how something was told, rather than whom."""
        center = attribution.cue[0] if attribution.cue else attribution.extent
        beside = _beside(self.stage, attribution)
        near = [
            (max(0, named.span.start - center.end, center.start - named.span.end), named)
            for n, named in enumerate(beside)
            if not (_is_apart(self.text, named.span, attribution) or (n and self._is_aside(named)))
        ]
        if not near:
            return None
        distance, nearest = min(near, key=lambda pair: pair[0])
        if distance and nearest.span.of(self.text).lower().startswith("tell "):
            return None
        how = (named for named in beside if self._is_told(nearest) and self._says_how(nearest, named))
        if nearest.scene:
            # What is told to an assembly "during the debate" is said in it, and not on air.
            how = (named for named in how if named.channel is not Channel.BROADCAST)
        return next(how, nearest).channel

    def _says_how(self, told: Named, how: Named) -> bool:
        """Whether a channel is that by which somebody was told something, and named in the same sentence."""
        end, start = told.span.end, how.span.start
        return 0 < start - end < TOLD_IN and not _STOP.search(self.text, end, start)

    def _is_aside(self, named: Named) -> bool:
        """Whether a channel only belongs to what is said of another: "in a letter, parts of which were read on air"."""
        return bool(_ASIDE.search(self.text, max(0, named.span.start - ASIDE_WITHIN), named.span.start))


def _near(attribution: Attribution) -> Span:
    """What of a statement is near its reporting word, so that a page of one sentence does not cost a page each."""
    center, whole = attribution.cue[0] if attribution.cue else attribution.extent, attribution.statement
    first = min(center.start, max(whole.start, center.start - NEAR))
    return Span(first, max(center.start + 1, min(whole.end, center.start + NEAR)))


def _is_elsewhen(text: str, attribution: Attribution) -> bool:
    """Whether a claim was made at another time than its neighbours, whatever time it speaks of."""
    if attribution.cue and _PERFECT.match(text, attribution.cue[0].start):
        return True
    near = _near(attribution)
    found = (Span(*match.span()) for match in _ELSEWHEN.finditer(text, near.start, near.end))
    return any(not any(piece.contains(time) for piece in attribution.content) for time in found)


def _beside(stage: Stage, attribution: Attribution) -> tuple[Named, ...]:
    near = _near(attribution)
    return stage.within(near.start, near.end)


def _is_apart(text: str, named: Span, attribution: Attribution) -> bool:
    """Whether another clause parts a channel's name from the source: "… a news conference, after Roe said"."""
    start = min(span.start for span in (*attribution.source, *attribution.cue, attribution.extent))
    if named.end <= start:
        return bool(_APART.search(text[named.end : start]))
    stop = max((span.end for span in attribution.cue), default=named.start)
    return ";" in text[stop : named.start]


def _is_speaker(source: Source) -> bool:
    """Whether somebody can have spoken on an occasion: a person, or a group that is more than the public."""
    if source.identity is Identity.UNNAMED_GROUP:
        return source.source_type not in (SourceType.INDIVIDUAL, SourceType.UNKNOWN)
    return source.identity in (Identity.NAMED_PERSON, Identity.UNNAMED_PERSON)
