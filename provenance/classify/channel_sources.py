"""What a source, or whom it told, says of a channel: an outlet's report, a judge's ruling, a spokesman's statement."""

import re
from collections.abc import Mapping

from provenance.classify.channel_phrases import NETWORKS
from provenance.lexicon.entries import OUTLETS
from provenance.lexicon.registry import registry
from provenance.lexicon.reporting import reporting_in
from provenance.models import Attribution, Channel, Identity, Link, Mention, Role, Source, SourceType, Span

SHORTEST_WORD = 2
"""Up to how many capitals may be a word rather than an acronym."""

_ANCHORS = frozenset(("host", "anchor", "news anchor", "moderator", "broadcaster"))
_RESEARCH = frozenset(
    "found find finds finding reported estimated estimates estimate calculated calculates concluded concludes surveyed "
    "projected projects measured shows showed shown".split()
)
_RULING = frozenset("wrote writes written writing ruled rules ruling opined dissented".split())
_HEARING = frozenset(("hear", "hears", "heard", "told"))
_REPORTING = frozenset(("reported", "reports"))
_CORRESPONDENTS = frozenset(("correspondent", "reporter"))
_MEDIA = frozenset(("media", "newspapers", "papers", "outlets", "dailies", "tabloids"))
_ONLINE = frozenset(("influencer", "tiktoker", "youtuber", "blogger", "vlogger", "streamer", "content creator"))
_IN_VIDEO = re.compile(r"\s+in\s+(?:a|another|the)\s+(?:\w+\s+)?(?:video|clip|livestream|reel)\b")
"""Where those speak who are known by what they post."""

_FIGURES = frozenset(
    ("tally", "count", "tabulation", "calculation", "projection", "analysis", "data", "survey", "poll")
)
_STANDS = frozenset(("judging", "describing", "urging"))
"""Lists of reporting.yml by whose words an outlet says what it thinks."""

_OPINING = frozenset(
    "argue argues argued arguing opine opines opined celebrate celebrates celebrated celebrating concede concedes "
    "conceded conceding gush gushes gushed boast boasts boasted boasting vow vows vowed vowing".split()
)
_SPEAKING = frozenset(("spokesman", "spokeswoman", "spokesperson", "press secretary", "communications director",
                       "communication director", "press officer", "publicist"))  # fmt: skip
_SPOKEN_FOR = re.compile(
    r"\b(?:spokes(?:man|woman|person|men|women|people|persons)|press (?:secretary|officer|office|service|team)"
    r"|media (?:office|team|relations)|communications (?:director|office|team)|publicists?|representatives? for)\b",
    re.IGNORECASE,
)
"""Who speaks for others, so that what they say is a statement."""

_TELLING = re.compile(r"\b(?:told|tells|telling)$")
_WROTE_IN = re.compile(r"\b(?:wrote|writes|written|writing|argued|argues)$")
_WRITING_IN = re.compile(
    r"(?:Writing\s+(?:in|for)|Reviewing\s[^.,;“”\"]{2,40}?\s(?:in|for))\s+(?P<rest>[^.;“”\"]{3,60}),\s+$"
)
TOLD_WITHIN = 40
"""How many characters after "told" an outlet's name begins: "told the newspaper The Harrow Times"."""

_DAYS = frozenset("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
LONGEST_NAME = 90
"""How many characters an outlet's name has at most."""


def is_told(text: str, link: Link, sources: Mapping[str, Source]) -> bool:
    """Whether a claim was told to a news outlet: "told The Boston Globe", or to one that passes it on."""
    ends = [cue.end for cue in link.attribution.cue if _TELLING.search(text, cue.start, cue.end)]
    after = (0 <= relayer.start - end < TOLD_WITHIN for relayer in _relaying_outlets(link, sources) for end in ends)
    return any(after) or any(_begins_with_outlet(text[end : end + LONGEST_NAME]) for end in ends)


def is_written_in(text: str, attribution: Attribution) -> bool:
    """Whether somebody wrote in a newspaper: "wrote in The Boston Globe", "Reviewing it for the Globe, Vale argued"."""
    ends = (cue.end for cue in attribution.cue if _WROTE_IN.search(text, cue.start, cue.end))
    rests = (text[end : end + LONGEST_NAME].split(maxsplit=1) for end in ends)
    if any(len(rest) > 1 and rest[0] in ("in", "for") and _begins_with_outlet(rest[1]) for rest in rests):
        return True
    starts = (source.start for source in attribution.source[:1])
    before = (_WRITING_IN.search(text, max(0, start - LONGEST_NAME), start) for start in starts)
    return any(found and _begins_with_outlet(found["rest"]) for found in before)


def is_reported(link: Link, sources: Mapping[str, Source]) -> bool:
    """Whether an outlet passes a claim on: "The Globe reported, citing police"."""
    return bool(_relaying_outlets(link, sources))


def _relaying_outlets(link: Link, sources: Mapping[str, Source]) -> list[Span]:
    """Where the outlets are named that pass a claim on."""
    relayers = (m for m in link.mentions[1:] if m.span and m.role is Role.RELAYER)
    return [m.span for m in relayers if m.span and sources[m.key].source_type in OUTLETS]


def _begins_with_outlet(rest: str) -> bool:
    """Whether a text begins with the name of a news outlet, and no longer name: "The Globe on Monday"."""
    words = tuple(re.findall(r"[\w.&’'-]*[\w&]", rest.split(",", maxsplit=1)[0])[:6])
    words = words[words[:1] in (("the",), ("The",)) :]
    known = registry().longest_name(words)
    entry = registry().organization(" ".join(words[:known])) if known else None
    after = words[known] if known < len(words) else ""
    goes_on = after[:1].isupper() or after[:1].isdigit()
    return entry is not None and entry.source_type in OUTLETS and (not goes_on or after in _DAYS)


def channel_of_source(text: str, attribution: Attribution, mention: Mention, source: Source) -> Channel | None:
    """The channel that a source's kind implies: an outlet's report, a judge's ruling, a spokesperson's statement."""
    kind, person = source.source_type, source.identity is Identity.NAMED_PERSON
    if mention.rule.startswith("first-person"):
        return Channel.LETTER if mention.rule.endswith("signature") else Channel.PUBLICATION
    if own := _channel_of_trade(text, attribution, mention, source):
        return own
    if kind in OUTLETS:
        on_air = Channel.BROADCAST if person and _is_on_air(mention) else None
        outlet = source.identity is Identity.NAMED_ORGANIZATION
        return _channel_of_outlet(text, attribution) if outlet else on_air
    if kind is SourceType.JUDICIARY and _is_court(source):
        return Channel.DOCUMENT if _HEARING.isdisjoint(words_of_cue(text, attribution)) else Channel.SPEECH
    if person:
        return Channel.STATEMENT if _roles(mention) & _SPEAKING else None
    return _channel_of_findings(text, attribution, mention, source)


def _channel_of_trade(text: str, attribution: Attribution, mention: Mention, source: Source) -> Channel | None:
    """The channel of somebody's trade: a spokesman's statement, an influencer's video, a correspondent's report."""
    if _is_spoken_for(text, attribution, source):
        return Channel.STATEMENT
    online = bool(_roles(mention) & _ONLINE)
    if online and any(_IN_VIDEO.search(text, cue.start, cue.end + TOLD_WITHIN) for cue in attribution.cue):
        return Channel.SOCIAL_MEDIA
    return Channel.NEWS_REPORT if _is_press_report(text, attribution, mention, source) else None


def _is_press_report(text: str, attribution: Attribution, mention: Mention, source: Source) -> bool:
    """Whether a correspondent reports, or the media of a place say something: "Local media said"."""
    if source.identity is Identity.UNNAMED_GROUP:
        return source.source_type in (*OUTLETS, SourceType.PRESS) and source.name.lower().split()[-1] in _MEDIA
    return bool(_roles(mention) & _CORRESPONDENTS) and not _REPORTING.isdisjoint(words_of_cue(text, attribution))


def _channel_of_outlet(text: str, attribution: Attribution) -> Channel:
    """What an outlet that speaks for itself publishes: its story, its opinion or what it has counted."""
    if any(_is_counted(span.of(text)) for span in attribution.source):
        return Channel.DOCUMENT
    return Channel.PUBLICATION if _takes_a_stand(text, attribution) else Channel.NEWS_REPORT


def _is_counted(source: str) -> bool:
    """Whether an outlet is cited for its figures: "a tally by The Globe", but not for its story: "a report by it"."""
    noun, by, _ = source.partition(" by ")
    found = registry().document(tuple(noun.split())) if by else None
    return found is not None and found.entry.name in _FIGURES


def _is_spoken_for(text: str, attribution: Attribution, source: Source) -> bool:
    """Whether a body or somebody unnamed speaks through a spokesperson; who has a name has it among the titles."""
    speakers = (Identity.NAMED_ORGANIZATION, Identity.UNNAMED_PERSON)
    return source.identity in speakers and any(_SPOKEN_FOR.search(span.of(text)) for span in attribution.source)


def words_of_cue(text: str, attribution: Attribution) -> list[str]:
    """The words of what reports a claim, in lower case."""
    return [word for span in attribution.cue for word in span.of(text).lower().split()]


def rules(text: str, attribution: Attribution) -> bool:
    """Whether somebody "wrote" or "ruled" something; of a judge that says that a ruling is spoken of."""
    return not _RULING.isdisjoint(words_of_cue(text, attribution))


def _takes_a_stand(text: str, attribution: Attribution) -> bool:
    """Whether an outlet holds an opinion instead of reporting: it "celebrated", "conceded", "called for"."""
    cue = words_of_cue(text, attribution)
    return not _OPINING.isdisjoint(cue) or any(entry.name in _STANDS for entry in reporting_in(cue))


def _channel_of_findings(text: str, attribution: Attribution, mention: Mention, source: Source) -> Channel | None:
    """How somebody's findings are out: a scholarly or civic body's that "found", or those of "the diary's author".

    Who has "knowledge of the plans" publishes none.
    """
    scholarly = source.source_type in (SourceType.ACADEMIC, SourceType.CIVIL_SOCIETY)
    if source.identity is Identity.ANONYMOUS_SOURCE:
        return None
    if scholarly and not _RESEARCH.isdisjoint(words_of_cue(text, attribution)):
        return Channel.DOCUMENT
    return None if source.identity is Identity.NAMED_ORGANIZATION else _channel_in_name(mention.name)


def _channel_in_name(name: str) -> Channel | None:
    """The channel of a document in a name that is no acronym and says not merely which people: "policy experts"."""
    author, _, _ = name.partition(" at ")
    words = tuple(word for word in author.split() if not (word.isupper() and len(word) > SHORTEST_WORD))
    people = registry().role(words) is not None and not any(word[:1].isdigit() for word in words)
    return None if people else document_channel(" ".join(words), default=None)


def _is_on_air(mention: Mention) -> bool:
    return bool(_roles(mention) & _ANCHORS or re.search(rf"(?<!\w)(?:{NETWORKS})(?!\w)", mention.title or ""))


def _roles(mention: Mention) -> set[str]:
    words = tuple((mention.title or "").replace(",", " ").split())
    found = (registry().role(words[:stop]) for stop in range(1, len(words) + 1))
    return {tail.entry.name for tail in found if tail}


def _is_court(source: Source) -> bool:
    return source.identity is Identity.NAMED_ORGANIZATION and "court" in source.name.lower()


def is_judge(mention: Mention, source: Source) -> bool:
    """Whether a person is a judge."""
    person = source.identity in (Identity.NAMED_PERSON, Identity.UNNAMED_PERSON)
    return person and bool(_roles(mention) & {"judge", "justice", "chief justice", "magistrate"})


def channel_of_document(text: str, attribution: Attribution, mention: Mention) -> Channel:
    """The channel of a document by its noun, or by the one beside its title: "“Ash,” a biography"."""
    known = document_channel(mention.name, None)
    beside = (document_channel(part, None) for span in attribution.source for part in _apposed(span.of(text)))
    return known or next(filter(None, beside), Channel.DOCUMENT)


def _apposed(source: str) -> list[str]:
    """What stands beside a title, without whose it is: "a biography"."""
    return [re.split(r"\s(?:by|of|from)\s", part)[0] for part in re.split(r"[,;”\"]\s", source)[1:]]


def document_channel(name: str, default: Channel | None = Channel.DOCUMENT) -> Channel | None:
    """The channel of a document by its noun."""
    words = tuple(name.split())
    if len(words) > 1 and words[1][:1].isdigit():
        return Channel.DOCUMENT
    for stop in range(1, len(words) + 1):
        if found := registry().document(words[:stop]):
            return found.entry.channel
    return default
