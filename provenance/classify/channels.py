"""How a claim got out: by the words beside its reporting word, by its source, else by what its speaker did just before."""

import re
from bisect import bisect_right
from functools import cache

import attrs

from provenance.lexicon.registry import CHANNELS, registry
from provenance.models import Attribution, Channel, Identity, Kind, Link, Mention, Source, SourceType, Span

INHERITED = frozenset((Channel.PRESS_REMARKS, Channel.SPEECH, Channel.BROADCAST, Channel.LETTER, Channel.DOCUMENT))
"""Channels that a speaker's next claims share: an occasion lasts for more than one sentence."""

LASTING = 2
"""For how many paragraphs an occasion lasts without being named again."""

_NETWORKS = ("CNN", "MSNBC", "NBC", "NBC News", "ABC", "ABC News", "CBS", "CBS News", "CNBC", "PBS", "NPR", "BBC", "C-SPAN",
             "Fox News", "Fox News Channel", "Fox Business", "Sky News", "Univision", "Telemundo", "ITV", "HBO")  # fmt: skip
_ON_AIR = re.compile(
    rf"(?<!\w)(?:on|told|tells|to|with)\s+(?:{'|'.join(_NETWORKS)})(?!\w)|(?:{'|'.join(_NETWORKS)})['’]s?\s"
)


@attrs.frozen(kw_only=True)
class Occasion:
    """When and how somebody last spoke by a channel that lasts."""

    paragraph: int
    channel: Channel


@cache
def _phrases() -> tuple[re.Pattern[str], dict[str, Channel]]:
    by_phrase = {phrase.lower(): entry.channel for entry in CHANNELS.entries() for phrase in entry.phrases}
    longest_first = sorted(by_phrase, key=lambda p: (-len(p), p))
    pattern = "|".join(re.escape(p).replace(r"\ ", r"\s+") for p in longest_first)
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE), by_phrase


def choose_channels(text: str, links: tuple[Link, ...], sources: dict[str, Source]) -> tuple[Channel, ...]:
    """The channel of each link, in the same order."""
    breaks = [m.start() for m in re.finditer(r"\n\s*", text)]
    occasions: dict[str, Occasion] = {}
    chosen: dict[int, Channel] = {}
    for n in sorted(range(len(links)), key=lambda n: (links[n].attribution.extent, n)):
        chosen[n] = _choose(text, links[n], sources, occasions, bisect_right(breaks, links[n].attribution.extent.start))
    return tuple(chosen[n] for n in range(len(links)))


def _choose(
    text: str, link: Link, sources: dict[str, Source], occasions: dict[str, Occasion], paragraph: int
) -> Channel:
    attribution = link.attribution
    if attribution.kind is Kind.PHOTO_CREDIT:
        return Channel.PHOTO
    if attribution.kind is Kind.SILENCE or not link.mentions:
        return Channel.UNSPECIFIED
    mention = link.mentions[0]
    source = sources[mention.key]
    named = None if source.identity is Identity.DOCUMENT else named_channel(text, attribution)
    channel = named or channel_of_source(mention, source)
    if channel in INHERITED and source.identity is not Identity.DOCUMENT:
        occasions[mention.key] = Occasion(paragraph=paragraph, channel=channel)
    if channel is None and (earlier := occasions.get(mention.key)):
        if paragraph - earlier.paragraph <= LASTING:
            occasions[mention.key] = attrs.evolve(earlier, paragraph=paragraph)
            return earlier.channel
    return channel or Channel.UNSPECIFIED


def named_channel(text: str, attribution: Attribution) -> Channel | None:
    """The channel named nearest to the reporting word in the claim's sentences, outside what is claimed."""
    pattern, by_phrase = _phrases()
    center = attribution.cue[0] if attribution.cue else attribution.extent
    found = [
        (_apart(Span(m.start(), m.end()), center), by_phrase[" ".join(m.group().lower().split())])
        for m in pattern.finditer(text, attribution.statement.start, attribution.statement.end)
        if not _within(Span(m.start(), m.end()), attribution.content)
    ]
    found += [
        (_apart(Span(m.start(), m.end()), center), Channel.BROADCAST)
        for m in _ON_AIR.finditer(text, attribution.statement.start, attribution.statement.end)
        if not _within(Span(m.start(), m.end()), attribution.content)
    ]
    return min(found, key=lambda pair: pair[0])[1] if found else None


def _within(span: Span, pieces: tuple[Span, ...]) -> bool:
    return any(piece.overlaps(span) for piece in pieces)


def _apart(one: Span, other: Span) -> int:
    return max(0, one.start - other.end, other.start - one.end)


def channel_of_source(mention: Mention, source: Source) -> Channel | None:
    """The channel that a source's kind implies: a document's own, an outlet's report, a spokesperson's statement."""
    if source.identity is Identity.DOCUMENT:
        return document_channel(mention.name)
    if source.source_type is SourceType.STATE_MEDIA:
        return Channel.PUBLICATION
    if source.source_type is SourceType.NEWS_MEDIA and source.identity is Identity.NAMED_ORGANIZATION:
        return Channel.NEWS_REPORT
    role = registry().role(tuple((mention.title or "").split(",")[0].split()))
    if (
        role
        and source.identity is Identity.NAMED_PERSON
        and {"spokesperson", role.entry.name}
        & _SPEAKING
        & {
            role.entry.name,
            *role.entry.kin,
        }
    ):
        return Channel.STATEMENT
    return None


_SPEAKING = frozenset(("spokesman", "spokeswoman", "spokesperson", "press secretary"))


def document_channel(name: str) -> Channel:
    """The channel of a document by its noun."""
    words = tuple(name.split())
    for stop in range(1, len(words) + 1):
        if found := registry().document(words[:stop]):
            return found.entry.channel
    return Channel.DOCUMENT
