"""How a claim got out: by the words beside its reporting word, by its source, else by the occasion it was said on."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict

import attrs

from provenance.classify.channel_phrases import NETWORKS, Named, find_channels, widest
from provenance.lexicon.entries import OUTLETS
from provenance.lexicon.registry import registry
from provenance.lexicon.reporting import reporting_in
from provenance.models import Attribution, Channel, Identity, Kind, Link, Mention, Role, Source, SourceType, Span

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

SHORTEST_WORD = 2
"""Up to how many capitals may be a word rather than an acronym."""

AROUND = (3, 4)
"""How many paragraphs before and after the naming of the story's occasion a speaker must speak to be part of it."""

_APART = re.compile(r"(?:after|before|since|while|when)\s+(?:the\s+)?$|;")
"""What parts two clauses, so that a channel named in one says nothing of the other."""

_ELSEWHEN = re.compile(
    r"\b(?:last (?:week|month|year|summer|fall|spring|winter)|this week|earlier this|years? ago|in (?:19|20)\d\d"
    r"|previously|recently|in the past|has long|over the years)\b",
    re.IGNORECASE,
)
"""What says that a claim was made at another time than its neighbours."""

_ANCHORS = frozenset(("host", "anchor", "news anchor", "moderator", "broadcaster"))
_RESEARCH = frozenset(
    "found find finds finding reported estimated estimates estimate calculated calculates concluded concludes surveyed "
    "projected projects measured shows showed shown".split()
)
_RULING = frozenset("wrote writes written writing ruled rules ruling opined dissented".split())
_HEARING = frozenset(("hear", "hears", "heard", "told"))
_STANDS = frozenset(("judging", "describing", "urging"))
"""Lists of reporting.yml by whose words an outlet says what it thinks."""

_OPINING = frozenset(
    "argue argues argued arguing opine opines opined celebrate celebrates celebrated celebrating concede concedes "
    "conceded conceding gush gushes gushed boast boasts boasted boasting vow vows vowed vowing".split()
)
_SPEAKING = frozenset(("spokesman", "spokeswoman", "spokesperson", "press secretary", "communications director",
                       "communication director", "press officer"))  # fmt: skip


@attrs.frozen(kw_only=True)
class Stage:
    """Where the article names channels, outside all that is claimed; sorted, with the paragraph of each place."""

    breaks: tuple[int, ...]
    named: tuple[Named, ...]

    def paragraph(self, offset: int) -> int:
        """The number of the paragraph at an offset."""
        return bisect_right(self.breaks, offset)

    def within(self, first: int, last: int) -> tuple[Named, ...]:
        """The channels named between two offsets."""
        low = bisect_left(self.named, first, key=lambda one: one.span.start)
        return self.named[low : bisect_left(self.named, last, lo=low, key=lambda one: one.span.start)]


def choose_channels(text: str, links: tuple[Link, ...], sources: dict[str, Source]) -> tuple[Channel, ...]:
    """The channel of each link, in the same order. Linear in the text and the links, but for sorting."""
    stage = _stage(text, links)
    order = sorted(range(len(links)), key=lambda n: (links[n].attribution.extent, n))
    rulings = frozenset(n.mentions[0].key for n in links if n.mentions and _rules(text, n.attribution))
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

    def choose(self, link: Link) -> Channel:
        """The channel of a link."""
        attribution = link.attribution
        if attribution.kind is not Kind.CLAIM:
            return Channel.PHOTO if attribution.kind is Kind.PHOTO_CREDIT else Channel.UNSPECIFIED
        if attribution.rule == "interview":
            return Channel.INTERVIEW
        if not link.mentions:
            return self._nearest(attribution) or Channel.UNSPECIFIED
        mention = link.mentions[0]
        source = self.sources[mention.key]
        if mention.rule.startswith("pollster"):
            return Channel.DOCUMENT
        if source.identity is Identity.DOCUMENT:
            return document_channel(mention.name) or Channel.DOCUMENT
        told = Channel.INTERVIEW if _is_told_outlet(self.text, attribution) or self._is_told(link) else None
        stated = self._nearest(attribution) or told or channel_of_source(self.text, attribution, mention, source)
        if stated is None and source.key in self.rulings and _is_judge(mention, source):
            stated = Channel.DOCUMENT
        return self._keep(attribution, mention.key, stated) if stated else self._inherited(attribution, source)

    def _is_told(self, link: Link) -> bool:
        """Whether an outlet that passes a claim on is whom it was told to: "told The Harrow Times"."""
        cues = [cue.end for cue in link.attribution.cue if _TELLING.search(self.text, cue.start, cue.end)]
        return any(
            0 <= mention.span.start - end < TOLD_WITHIN
            for mention in link.mentions[1:]
            if mention.span and mention.role is Role.RELAYER and self.sources[mention.key].source_type in OUTLETS
            for end in cues
        )

    def _keep(self, attribution: Attribution, key: str, channel: Channel) -> Channel:
        if channel in OCCASIONS:
            self.lasting[key] = (self.stage.paragraph(attribution.extent.start), channel)
        return channel

    def _inherited(self, attribution: Attribution, source: Source) -> Channel:
        """The speaker's occasion, unless the claim is of another time; else the story's."""
        near = _near(attribution)
        if _ELSEWHEN.search(self.text, near.start, near.end):
            return Channel.UNSPECIFIED
        here = self.stage.paragraph(attribution.extent.start)
        since, earlier = self.lasting.get(source.key, (-99, Channel.UNSPECIFIED))
        until, story = self.story.get(source.key, (-1, Channel.UNSPECIFIED))
        aside = earlier is Channel.STATEMENT or (until >= 0 and story is not earlier)
        if here - since <= LASTING - aside:
            goes_on = here - since <= 1 or earlier is Channel.INTERVIEW
            return self._keep(attribution, source.key, earlier) if goes_on else earlier
        return story if here <= until and _is_speaker(source) else Channel.UNSPECIFIED

    def _nearest(self, attribution: Attribution) -> Channel | None:
        """The channel named nearest to the reporting word, in its clause."""
        center = attribution.cue[0] if attribution.cue else attribution.extent
        near = [
            (max(0, named.span.start - center.end, center.start - named.span.end), named.channel)
            for named in _beside(self.stage, attribution)
            if not _is_apart(self.text, named.span, attribution)
        ]
        return min(near, key=lambda pair: pair[0])[1] if near else None


_TELLING = re.compile(r"\b(?:told|tells|telling)$")
TOLD_WITHIN = 40
"""How many characters after "told" an outlet's name begins: "told the newspaper The Harrow Times"."""

_TOLD = re.compile(r"\b(?:told|tells|telling)\s+((?:[Tt]he\s+)?[A-Z][\w.’'&-]*(?:\s+[A-Z][\w.’'&-]*){0,4})")


def _is_told_outlet(text: str, attribution: Attribution) -> bool:
    """Whether a claim was told to a news outlet: "told The Boston Globe"."""
    tries = (_TOLD.match(text, cue.start, cue.start + 90) for cue in attribution.cue)
    names = (registry().organization(told[1].rstrip(".’'")) for told in tries if told)
    return any(entry is not None and entry.source_type is SourceType.NEWS_MEDIA for entry in names)


def _near(attribution: Attribution) -> Span:
    """What of a statement is near its reporting word, so that a page of one sentence does not cost a page each."""
    center, whole = attribution.cue[0] if attribution.cue else attribution.extent, attribution.statement
    first = min(center.start, max(whole.start, center.start - NEAR))
    return Span(first, max(center.start + 1, min(whole.end, center.start + NEAR)))


def _beside(stage: Stage, attribution: Attribution) -> tuple[Named, ...]:
    near = _near(attribution)
    return stage.within(near.start, near.end)


def _is_apart(text: str, named: Span, attribution: Attribution) -> bool:
    """Whether another clause parts a channel's name from the source: "… a news conference, after Roe said"."""
    start = min(span.start for span in (*attribution.source, *attribution.cue, attribution.extent))
    return named.end <= start and bool(_APART.search(text[named.end : start]))


def _is_speaker(source: Source) -> bool:
    """Whether somebody can have spoken on an occasion: a person, or a group that is more than the public."""
    if source.identity is Identity.UNNAMED_GROUP:
        return source.source_type not in (SourceType.INDIVIDUAL, SourceType.UNKNOWN)
    return source.identity in (Identity.NAMED_PERSON, Identity.UNNAMED_PERSON)


def channel_of_source(text: str, attribution: Attribution, mention: Mention, source: Source) -> Channel | None:
    """The channel that a source's kind implies: an outlet's report, a judge's ruling, a spokesperson's statement."""
    kind, person = source.source_type, source.identity is Identity.NAMED_PERSON
    if mention.rule.startswith("first-person"):
        return Channel.LETTER if mention.rule.endswith("signature") else Channel.PUBLICATION
    if kind in OUTLETS:
        on_air = Channel.BROADCAST if person and _is_on_air(mention) else None
        outlet = source.identity is Identity.NAMED_ORGANIZATION
        return (Channel.PUBLICATION if _takes_a_stand(text, attribution) else Channel.NEWS_REPORT) if outlet else on_air
    if kind is SourceType.JUDICIARY and _is_court(source):
        return Channel.DOCUMENT if _HEARING.isdisjoint(_words_of_cue(text, attribution)) else Channel.SPEECH
    if person:
        return Channel.STATEMENT if _roles(mention) & _SPEAKING else None
    return Channel.DOCUMENT if _is_research(text, attribution, mention, source) else None


def _words_of_cue(text: str, attribution: Attribution) -> list[str]:
    return [word for span in attribution.cue for word in span.of(text).lower().split()]


def _rules(text: str, attribution: Attribution) -> bool:
    """Whether somebody "wrote" or "ruled" something; of a judge that says that a ruling is spoken of."""
    return not _RULING.isdisjoint(_words_of_cue(text, attribution))


def _takes_a_stand(text: str, attribution: Attribution) -> bool:
    """Whether an outlet holds an opinion instead of reporting: it "celebrated", "conceded", "called for"."""
    cue = _words_of_cue(text, attribution)
    return not _OPINING.isdisjoint(cue) or any(entry.name in _STANDS for entry in reporting_in(cue))


def _is_research(text: str, attribution: Attribution, mention: Mention, source: Source) -> bool:
    """Whether somebody reports findings: a scholarly or civic body that "found", or "the authors of the report".

    Who has "knowledge of the plans" publishes none.
    """
    scholarly = source.source_type in (SourceType.ACADEMIC, SourceType.CIVIL_SOCIETY)
    if source.identity is Identity.ANONYMOUS_SOURCE:
        return False
    found = scholarly and not _RESEARCH.isdisjoint(_words_of_cue(text, attribution))
    return found or (source.identity is not Identity.NAMED_ORGANIZATION and _is_about_document(mention.name))


def _is_about_document(name: str) -> bool:
    """Whether a name has a document in it that is no acronym and says not merely which people: "policy experts"."""
    words = tuple(word for word in name.split() if not (word.isupper() and len(word) > SHORTEST_WORD))
    people = registry().role(words) is not None and not any(word[:1].isdigit() for word in words)
    return not people and document_channel(" ".join(words), default=None) is not None


def _is_on_air(mention: Mention) -> bool:
    return bool(_roles(mention) & _ANCHORS or re.search(rf"(?<!\w)(?:{NETWORKS})(?!\w)", mention.title or ""))


def _roles(mention: Mention) -> set[str]:
    words = tuple((mention.title or "").replace(",", " ").split())
    found = (registry().role(words[:stop]) for stop in range(1, len(words) + 1))
    return {tail.entry.name for tail in found if tail}


def _is_court(source: Source) -> bool:
    return source.identity is Identity.NAMED_ORGANIZATION and "court" in source.name.lower()


def _is_judge(mention: Mention, source: Source) -> bool:
    person = source.identity in (Identity.NAMED_PERSON, Identity.UNNAMED_PERSON)
    return person and bool(_roles(mention) & {"judge", "justice", "chief justice", "magistrate"})


def document_channel(name: str, default: Channel | None = Channel.DOCUMENT) -> Channel | None:
    """The channel of a document by its noun."""
    words = tuple(name.split())
    if len(words) > 1 and words[1][:1].isdigit():
        return Channel.DOCUMENT
    for stop in range(1, len(words) + 1):
        if found := registry().document(words[:stop]):
            return found.entry.channel
    return default
