"""Who passed a claim on: in a parenthesis, as an outlet that was told, that has a document, or that quotes somebody."""

import re

import attrs

from provenance.lexicon.registry import CALL_SIGN, DESCRIBED, OUTLET_NOUN
from provenance.lexicon.reporting import reporting_forms
from provenance.models import Attribution, Mention, Role, Span
from provenance.resolve.behind import name_place
from provenance.resolve.outlets import is_outlet, is_outlet_here, is_own, outlet_at, outlet_spoken_of, titled_outlet
from provenance.resolve.scene import Scene

_INNER = r"(?:[^,;:.“”\"()]|(?<=\b[A-Z])\.(?=[A-Z\s]))"
_NAMED = r"(?:[Tt]he\s+)?[^\W\d_a-z][\w.’'&-]*(?:\s+(?:of\s+)?[A-Z][\w.’'&-]*){0,5}"
_RELAYED = re.compile(
    rf",\s+(?P<who>{_INNER}{{3,60}}?)\s+(?:relayed|reported|reports|recounted)\s*[,.]"
    rf"|,\s+(?:as\s+)?(?:reported|relayed|first reported|recounted)\s+by\s+(?P<by>{_INNER}{{3,60}})"
    rf"|,\s+according to\s+(?P<per>{_INNER}{{3,60}})|\bAccording to\s+(?P<first>{_INNER}{{3,60}}),"
)
OWN_STAFF = re.compile(
    r"(?:his|her|their)\s+(?:\w+\s+)?(?:office|spokes\w+|lawyers?|attorneys?|publicist|agent|press secretary|aides?)\b"
)
"""Who tells what somebody has said, when it was not said in public: "he said so in a call, according to his office"."""

_TOLD = re.compile(r"\b(?:told|tells|telling|(?:confirmed|said|admitted|explained|revealed|stressed)\s+to)\s+(?=[\w“])")
_WROTE_TO = re.compile(
    r"\s+(?:on\s+\w+day\s+)?in\s+(?:an?|written|emailed|e-mailed)\s+(?:[\w-]+\s+){0,2}?(?:statement|e-?mail|message|comments?|remarks)\s+to\s+"
)
_TOLD_NAME = re.compile(rf"(?P<who>{_NAMED})")
_TO_PEOPLE = re.compile(r"\s+(?:\d{3}|[a-z]+s\s+(?:that|how|why)\b)")
_STATE_MEDIA = re.compile(
    r"(?P<who>(?:the\s+|its\s+)?(?:[\w’'-]+\s+){0,2}?(?:state|state-run|state-owned|state-controlled|official)\s+(?:media|television|TV|radio))\b"
)
_SEEN = re.compile(
    r"\b(?:obtained|viewed|reviewed|seen|received|carried|published|released|broadcast|aired|distributed|relayed)\s+by\s+"
    r"(?P<who>[^,;:.“”\"()]{2,90})"
)
_QUOTING = re.compile(r"\b(?:quot|cit)(?:ed|es|ing)\b")
_QUOTES = re.compile(
    r"(?:^|[,;“”\"]\s+)(?P<who>[^,;:“”\"]{2,80}?(?:,[^,;:“”\"]{2,80},)?)\s+(?:quoted|quotes|cited|cites)\s+$"
)
_QUOTED_BY = re.compile(r"\s+by\s+(?P<who>[^,;:“”\"]{2,80}?)(?=\s+(?:as|that)\s|[,.;]?\s*$|[,;]|\.\s)")
_CARRIED = re.compile(
    r"(?P<who>[^,;:“”\"]{2,80}?)\s+(?:carried|ran|published|republished|aired|broadcast|distributed|relayed|reprinted)\s+"
    r"(?:an?|the)\s+(?:\w+\s+){0,2}(?:dispatch|report|story|statement|article|account|interview)\s+(?:from|by|of)\s+$"
)
_COMMENTS = re.compile(
    r"\b(?:speech|address|comments|remarks|statement|message|interview)\s+(?:carried|published|reported|distributed|quoted)"
    r"\s+(?:on\s+\w+day\s+)?by\s+(?=\w)"
)
_INTERVIEW = re.compile(
    r"[\s,]*(?:\bon\s+\w+day\s+)?\b(?:[Ii]n\s+an?\s+(?:(?!radio|tele|tv|broadcast|live|on-air)[\w-]+\s+){0,2}?interview"
    r"(?:\s+on\s+\w+day)?\s+(?:with|to|for)|[Ss]peaking\s+(?:on\s+\w+day\s+)?(?:to|with))\s+(?=\w)"
)
_ON_AIR = re.compile(r"\s+in\s+(?:an?|the|its)\s+(?:[\w-]+\s+){0,2}?(?:documentary|broadcast|telecast)\b")
"""Words that make an outlet the stage on which something was said, not the one that passes it on."""

_GOES_ON = re.compile(r"said|says|added|adds|continued|explained|recalled")
_THINKING = re.compile(r"(?:believe|suspect|assume|fear|think|feel)(?:s|d|ed)?|thought|felt")
_SAID_OF = re.compile(r",\s+(?P<who>she|he|(?:[A-Z][\w’'-]+\s+){0,2}[A-Z][\w’'-]+)\s+(?P<verb>[a-z]+)\b")
CARRIED = "carried-by"
"""The rule of a relayer who has brought what the source put out."""

HEARD = "quoted-by"
"""The rule of a relayer who quotes the source."""

HEARD_BY = re.compile(r"\s+(?:quoted|cited|interviewed)\s+(?:on\s+\w+day\s+)?by\s+(?=\w)")
FARTHEST = 160
"""How many characters from source and cue a relayer may stand."""

BEHIND = 90
"""How many characters behind a document an outlet stands that has seen it."""


def as_relayer(mention: Mention, rule: str) -> Mention:
    """Somebody as the one who passed a claim on."""
    kept = mention.rule if mention.rule in (DESCRIBED, OUTLET_NOUN, CALL_SIGN) else ""
    return attrs.evolve(mention, role=Role.RELAYER, rule=f"{kept}+{rule}" if kept else rule)


def find_relayers(scene: Scene, attribution: Attribution, first: Mention) -> list[Mention]:
    """Those who passed on what `first` is said to have said, or to hold."""
    found = [
        *_in_parenthesis(scene, attribution, first),
        *_told(scene, attribution),
        *_quoting(scene, attribution),
        *_cited_by(scene, attribution),
        *_carrying(scene, attribution, first),
        *_carried(scene, attribution),
        *seen_by(scene, attribution, first),
    ][:2]
    return found or _still_telling(scene, attribution, first) or _said_of(scene, attribution)


def _near(scene: Scene, attribution: Attribution) -> Span:
    return scene.around(attribution.statement, attribution.cue[0] if attribution.cue else attribution.source[0])


def _in_parenthesis(scene: Scene, attribution: Attribution, first: Mention) -> list[Mention]:
    """Those named in the claim's sentence as having passed it on."""
    found, near = list[Mention](), _near(scene, attribution)
    evidence = (*attribution.source, *attribution.cue)
    for match in _RELAYED.finditer(scene.text, near.start, near.end):
        group = next(name for name in ("who", "by", "per", "first") if match[name])
        place = Span(*match.span(group))
        apart = min(abs(place.start - s.end) for s in evidence)
        if scene.layout.is_quoted(place.start) or any(place.overlaps(s) for s in evidence) or apart > FARTHEST:
            continue
        if match[0].endswith(".") and (
            is_outlet_here(scene, first, reporting=True) or not _is_next(place, (*evidence, *attribution.content))
        ):
            continue
        named = name_place(scene, place, place)
        staff = (
            group == "per" and first.key.startswith("person:") and OWN_STAFF.match(scene.text, place.start, place.end)
        )
        found += [
            as_relayer(m, "parenthesis") for m in named if staff or is_outlet_here(scene, m, reporting=group == "who")
        ]
    return found


def _is_next(place: Span, evidence: tuple[Span, ...]) -> bool:
    """Whether a place follows right on a piece of evidence."""
    return any(0 <= place.start - span.end < 5 for span in evidence)


def _told(scene: Scene, attribution: Attribution) -> list[Mention]:
    """The outlet to which something was told, if it is not the one that publishes the article."""
    found, last = list[Mention](), _near(scene, attribution).end
    for cue in attribution.cue:
        told = _TOLD.search(scene.text, cue.start, min(last, cue.end + 5))
        told = told or _WROTE_TO.search(scene.text, cue.start, min(last, cue.end + BEHIND))
        if told and not scene.layout.is_quoted(told.start()):
            found += _outlets(scene, told.end(), min(last, told.end() + BEHIND))
    found += _interviewing(scene, attribution, last)
    on_air = any(m.span and _ON_AIR.match(scene.text, m.span.end) for m in found)
    return [as_relayer(m, "told-outlet") for m in found if not is_own(scene, m) and not on_air]


def _interviewing(scene: Scene, attribution: Attribution, last: int) -> tuple[Mention, ...]:
    """The outlet that has interviewed the source: "said in an interview with", "Speaking to the Herald, Vale said"."""
    source, cues = attribution.source[0], attribution.cue
    opening = max(scene.layout.sentence(source.start).start, source.start - FARTHEST)
    before = [(opening, source.start, source.start), *((source.end, c.start, c.start) for c in cues[:1])]
    for start, latest, end in (*before, *((c.start, c.end + 1, c.end + BEHIND) for c in (*cues, source))):
        asked = _INTERVIEW.search(scene.text, start, max(start, min(last, end)))
        if asked and asked.start() <= latest and not scene.layout.is_quoted(asked.end()):
            return _outlets(scene, asked.end(), min(last, asked.end() + BEHIND))
    return ()


def _still_telling(scene: Scene, attribution: Attribution, first: Mention) -> list[Mention]:
    """The outlet to which a pronoun in the next sentence goes on telling: "Vale told Reuters … “It is,” she said"."""
    source = attribution.source[0]
    goes_on = all(_GOES_ON.fullmatch(cue.of(scene.text).strip(" ,:")) for cue in attribution.cue)
    if not (goes_on and attribution.cue and source.of(scene.text).lower() in ("he", "she", "they")):
        return []
    for latest in scene.spoken_before(source.start, paragraphs=0)[:1]:
        near = scene.layout.sentence_at(source.start) - scene.layout.sentence_at(latest.at) <= 1
        if near and latest.mentions[0].key == first.key:
            return [m for m in latest.passed_by if m.rule.endswith("told-outlet")]
    return []


def _said_of(scene: Scene, attribution: Attribution) -> list[Mention]:
    """Who says what another thinks: "Her father believed that it was old, she wrote"."""
    if not attribution.content or not any(_THINKING.fullmatch(cue.of(scene.text)) for cue in attribution.cue):
        return []
    end, limit = attribution.content[-1].end, _near(scene, attribution).end
    said = _SAID_OF.match(scene.text, end, max(end, limit))
    form = reporting_forms().get(said["verb"]) if said else None
    if not said or form is None or not form.saying or scene.layout.is_quoted(said.start("who")):
        return []
    place = Span(*said.span("who"))
    return [as_relayer(m, "says-what-another-thinks") for m in name_place(scene, place, place)]


def _outlets(scene: Scene, start: int, limit: int) -> tuple[Mention, ...]:
    """The outlet whose name begins at an offset."""
    if outlet := outlet_at(scene, start, limit) or titled_outlet(scene, start, limit):
        return (outlet,)
    name = _TOLD_NAME.match(scene.text, start, limit) or _STATE_MEDIA.match(scene.text, start, limit)
    place = Span(*name.span("who")) if name else None
    if not place or _TO_PEOPLE.match(scene.text, place.end, limit):
        return ()
    return tuple(m for m in name_place(scene, place, place) if is_outlet(m, whole=True))


def _quoting(scene: Scene, attribution: Attribution) -> list[Mention]:
    """Who quotes the source: "KCNA quoted Vale as saying", "Vale was quoted by KCNA as saying"."""
    if not any(_QUOTING.search(c.of(scene.text)) for c in attribution.cue):
        return []
    start, cue = attribution.source[0].start, attribution.cue[-1]
    sentence = scene.layout.sentence(start)
    first = max(sentence.start, start - FARTHEST)
    if before := _QUOTES.search(scene.text[first:start]):
        place = Span(first + before.start("who"), first + before.end("who"))
    elif by := _by(scene, attribution, min(sentence.end, cue.end + FARTHEST)):
        place = Span(*by.span("who"))
    else:
        return []
    if scene.layout.is_quoted(place.start):
        return []
    if outlet := outlet_spoken_of(scene, place):
        return [as_relayer(outlet, HEARD)]
    return [as_relayer(m, HEARD) for m in name_place(scene, place, place)][:1]


def _by(scene: Scene, attribution: Attribution, limit: int) -> re.Match[str] | None:
    """Who quotes, behind one of the words that say so."""
    found = (_QUOTED_BY.match(scene.text, cue.end, limit) for cue in reversed(attribution.cue))
    return next((match for match in found if match), None)


def _cited_by(scene: Scene, attribution: Attribution) -> list[Mention]:
    """The outlet that the source's own words name as having heard them: "witnesses quoted by the Herald"."""
    source = attribution.source[0]
    end = min(scene.layout.sentence(source.start).end, attribution.source[-1].end + BEHIND)
    heard = HEARD_BY.search(scene.text, source.start, max(source.start, end))
    if not heard or heard.start() > attribution.source[-1].end + 1 or scene.layout.is_quoted(heard.start()):
        return []
    found = _outlets(scene, heard.end(), end)
    return [as_relayer(m, HEARD) for m in found if not is_own(scene, m)]


def _carrying(scene: Scene, attribution: Attribution, first: Mention) -> list[Mention]:
    """The outlet that carried the story of another: "Tanjug carried a dispatch from TASS that said"."""
    source = attribution.source[0]
    start = max(scene.layout.sentence(source.start).start, source.start - FARTHEST)
    at = scene.text.rfind(first.name, start, source.end)
    match = _CARRIED.search(scene.text, start, at) if at > start else None
    if not match:
        return []
    place = Span(*match.span("who"))
    return [as_relayer(m, CARRIED) for m in name_place(scene, place, place) if m.key.startswith("organization:")]


def _carried(scene: Scene, attribution: Attribution) -> list[Mention]:
    """The outlet that carried what somebody said: "said in comments carried by state media"."""
    near = _near(scene, attribution)
    places = [(cue.start, min(near.end, cue.end + BEHIND)) for cue in attribution.cue]
    for start, end in (*places, (near.start, attribution.source[0].start)):
        match = _COMMENTS.search(scene.text, start, end)
        if match and not scene.layout.is_quoted(match.start()):
            last = min(near.end, match.end() + BEHIND)
            found = _agency_again(scene, match.end(), last) or _outlets(scene, match.end(), last)
            return [as_relayer(m, CARRIED) for m in found if not is_own(scene, m)]
    return []


def _agency_again(scene: Scene, start: int, limit: int) -> tuple[Mention, ...]:
    """The news agency named before that "the agency" at an offset takes up."""
    bare = _THE_AGENCY.match(scene.text, start, limit)
    outlet = outlet_spoken_of(scene, Span(start, bare.end())) if bare else None
    return (outlet,) if outlet else ()


_THE_AGENCY = re.compile(r"the agency\b(?! [A-Za-z]+ing)")


def seen_by(scene: Scene, attribution: Attribution, first: Mention) -> list[Mention]:
    """The outlet that has a document, if it is not the one that publishes the article: "e-mails viewed by the Post"."""
    if not first.key.startswith("document:") or not attribution.source:
        return []
    source = attribution.source[0]
    end = min(scene.layout.sentence(source.start).end, attribution.source[-1].end + BEHIND)
    seen = _SEEN.search(scene.text, source.start, max(source.end, end))
    if not seen or scene.layout.is_quoted(seen.start()):
        return []
    named = _outlets(scene, seen.start("who"), seen.end("who"))
    return [as_relayer(m, "seen-by") for m in named if not is_own(scene, m)][:1]
