"""Through whose hands a claim passed: relayers between the originator and the article."""

import re

import attrs

from provenance.lexicon.registry import fold, registry
from provenance.models import Attribution, Link, Mention, Role, SourceType, Span
from provenance.resolve.conjuncts import split_conjuncts
from provenance.resolve.naming import name_phrase
from provenance.resolve.phrases import Form, Phrase
from provenance.resolve.scene import Scene
from provenance.resolve.words import split_words

_CITING = re.compile(r"\b(?:citing|quoting|attributing (?:it|this|that|them|the \w+) to|citing as its source)\s+")
_RELAYED = re.compile(
    r",\s+(?P<who>[^,;:.“”\"()]{3,60}?)\s+(?:relayed|reported|reports|recounted)\s*,"
    r"|,\s+(?:as\s+)?(?:reported|relayed|first reported|recounted)\s+by\s+(?P<by>[^,;:.“”\"()]{3,60})"
    r"|,\s+according to\s+(?P<per>[^,;:.“”\"()]{3,60})|\bAccording to\s+(?P<first>[^,;:.“”\"()]{3,60}),"
)
_TOLD = re.compile(
    r"\b(?:told|tells|telling)\s+(?P<who>(?:[Tt]he\s+)?[A-Z][\w.’'&-]*(?:\s+(?:of\s+)?[A-Z][\w.’'&-]*){0,5})"
)
_NESTED = re.compile(
    r"^[\s“\"]*(?P<who>[^,;:“”\"]{3,120}?)\s+(?:said|says|told|wrote|tweeted|confirmed|stated|claimed|acknowledged|denied|warned"
    r"|announced|argued|insisted|added)\b"
)
SHORT_NAME = 4
"""Up to how many letters an outlet's name may stand in an address by chance."""

FARTHEST = 160
"""How many characters from source and cue a relayer may stand."""

_OUTLETS = (SourceType.NEWS_MEDIA, SourceType.STATE_MEDIA)


def relay_chain(scene: Scene, attribution: Attribution, originators: tuple[Mention, ...]) -> Link:
    """Order originators and relayers of an attribution.

    An outlet that cites somebody, or reports what a named person said, passed the claim on; so did whoever stands in a
    parenthesis ("…, reporters relayed, …"), an outlet to which the claim was told, and one that has a document.
    Reporters who were told something are the addressee, not a relayer.
    """
    first = originators[0]
    if len(originators) == 1 and _is_outlet(first):
        behind = _cited(scene, attribution) or _nested_speaker(scene, attribution) or _beside(scene, attribution)
        behind = tuple(m for m in behind if m.key != first.key)
        if behind:
            return Link(attribution=attribution, mentions=(*behind, _as_relayer(first, "outlet-citing")))
    passed_on = [*_relayers(scene, attribution), *_seen_by(scene, attribution, first)]
    relayers = [m for m in passed_on if m.key not in {o.key for o in originators}]
    return Link(attribution=attribution, mentions=(*originators, *relayers))


def _is_outlet(mention: Mention) -> bool:
    entry = registry().organization(mention.name)
    if entry:
        return entry.source_type in _OUTLETS
    if mention.key.startswith("group:"):
        return _is_press(mention.name)
    body = registry().body(tuple(mention.name.split())) if mention.key.startswith("organization:") else None
    return bool(body and body.entry.source_type in _OUTLETS)


def _is_press(name: str) -> bool:
    role = registry().role(tuple(name.split()))
    return bool(role and role.entry.source_type in (SourceType.PRESS, SourceType.NEWS_MEDIA))


def _as_relayer(mention: Mention, rule: str) -> Mention:
    return attrs.evolve(mention, role=Role.RELAYER, rule=rule)


def _name(scene: Scene, place: Span, statement: Span) -> tuple[Mention, ...]:
    phrases = split_conjuncts(split_words(scene.text, place.start, place.end))
    named = [m for phrase in phrases if _is_nameable(phrase) for m in name_phrase(scene, phrase, statement)]
    return tuple(named)


def _is_nameable(phrase: Phrase) -> bool:
    return phrase.form in (Form.NAME, Form.ROLE, Form.DOCUMENT, Form.BODY) or bool(phrase.name)


def _cited(scene: Scene, attribution: Attribution) -> tuple[Mention, ...]:
    """Whom an outlet cites: "The Post reported, citing two officials, that …"."""
    span = scene.around(attribution.statement, attribution.extent)
    for match in _CITING.finditer(scene.text, span.start, span.end):
        if scene.layout.is_quoted(match.start()) or any(
            c.contains(Span(*match.span())) for c in attribution.content[1:]
        ):
            continue
        end = _phrase_end(scene.text, match.end(), span.end)
        place = Span(match.end(), max(end, match.end() + 1))
        if named := _name(scene, place, place):
            return named
    return ()


def _phrase_end(text: str, start: int, limit: int) -> int:
    stop = re.compile(r"[,;:.“”\"()—]|\s(?:that|who|which|as)\s").search(text, start, limit)
    return stop.start() if stop else limit


def _nested_speaker(scene: Scene, attribution: Attribution) -> tuple[Mention, ...]:
    """Who speaks in what an outlet reports: "According to the Post, spokeswoman Jane Roe said …"."""
    if not attribution.content or scene.layout.is_quoted(attribution.content[0].start):
        return ()
    piece = attribution.content[0]
    match = _NESTED.match(piece.of(scene.text))
    if not match:
        return ()
    place = Span(piece.start + match.start("who"), piece.start + match.end("who"))
    named = _name(scene, place, attribution.statement)
    return tuple(m for m in named if not m.key.startswith("document:") and not _is_outlet(m))[:2]


def _beside(scene: Scene, attribution: Attribution) -> tuple[Mention, ...]:
    """Who follows an outlet in the source's words: "Yahoo News, spokesman Jane Roe" after "according to"."""
    source = Span(attribution.source[0].start, attribution.source[-1].end)
    comma = scene.text.find(",", source.start, source.end - 1)
    if comma < 0:
        return ()
    place = Span(comma + 1, source.end)
    return tuple(m for m in _name(scene, place, place) if m.key.startswith("person:"))


def _relayers(scene: Scene, attribution: Attribution) -> list[Mention]:
    """Those named in the claim's sentence as having passed it on."""
    found = list[Mention]()
    near = scene.around(attribution.statement, attribution.cue[0] if attribution.cue else attribution.source[0])
    evidence = (*attribution.source, *attribution.cue)
    for match in _RELAYED.finditer(scene.text, near.start, near.end):
        group = next(name for name in ("who", "by", "per", "first") if match[name])
        place = Span(*match.span(group))
        apart = min(abs(place.start - s.end) for s in evidence)
        if scene.layout.is_quoted(place.start) or any(place.overlaps(s) for s in evidence) or apart > FARTHEST:
            continue
        found += [_as_relayer(m, "parenthesis") for m in _name(scene, place, place) if _is_outlet(m)]
    return [*found, *_told(scene, attribution, near.end)][:2]


def _told(scene: Scene, attribution: Attribution, last: int) -> list[Mention]:
    """The outlet to which something was told, if it is not the one that publishes the article."""
    tries = (_TOLD.match(scene.text, span.start, min(last, span.start + 90)) for span in attribution.cue)
    places = [Span(*told.span("who")) for told in tries if told]
    named = [m for place in places for m in _name(scene, place, place)]
    return [_as_relayer(m, "told-outlet") for m in named if _is_outlet(m) and not _is_own(scene, m)]


_SEEN = re.compile(
    r"\b(?:obtained|viewed|reviewed|seen|received)\s+by\s+"
    r"(?P<who>(?:[Tt]he\s+)?[A-Z][\w.’'&-]*(?:\s+(?:of\s+)?[A-Z][\w.’'&-]*){0,5})"
)
BEHIND = 90
"""How many characters behind a document an outlet stands that has seen it."""


def _seen_by(scene: Scene, attribution: Attribution, first: Mention) -> list[Mention]:
    """The outlet that has a document, if it is not the one that publishes the article: "e-mails viewed by the Post"."""
    if not first.key.startswith("document:") or not attribution.source:
        return []
    source = attribution.source[0]
    end = min(scene.layout.sentence(source.start).end, attribution.source[-1].end + BEHIND)
    seen = _SEEN.search(scene.text, source.start, max(source.end, end))
    if not seen or scene.layout.is_quoted(seen.start()):
        return []
    place = Span(*seen.span("who"))
    named = _name(scene, place, place)
    return [_as_relayer(m, "seen-by") for m in named if _is_outlet(m) and not _is_own(scene, m)][:1]


def _is_own(scene: Scene, mention: Mention) -> bool:
    """Whether an outlet is the one that publishes the article, as its metadata or the place it was read from say."""
    outlet, name = fold(scene.article.outlet or ""), fold(mention.name)
    if outlet and (outlet in name or name in outlet):
        return True
    if len(name.split()) == 1 and registry().organization(mention.name) is None:
        # "The Post" where no longer name says which is the one that writes.
        return True
    place = fold(scene.article.url or scene.article.origin).replace(" ", "")
    return len(name) > SHORT_NAME and name.replace(" ", "") in place
