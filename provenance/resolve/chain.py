"""Through whose hands a claim passed: relayers between the originator and the article."""

import re
from itertools import pairwise

import attrs

from provenance.lexicon.grammar import small_words
from provenance.lexicon.registry import fold
from provenance.models import Attribution, Link, Mention, Span
from provenance.resolve.behind import beside, cited, name_place, nested_speaker
from provenance.resolve.outlets import is_outlet_here
from provenance.resolve.relaying import HEARD, HEARD_BY, OWN_STAFF, as_relayer, find_relayers, seen_by
from provenance.resolve.scene import Scene


def relay_chain(scene: Scene, attribution: Attribution, originators: tuple[Mention, ...]) -> Link:
    """Order originators and relayers of an attribution.

    An outlet that cites somebody, or reports what a named person said, passed the claim on; so did a record of what
    somebody said, whoever stands in a parenthesis ("…, reporters relayed, …"), an outlet to which the claim was told,
    one that quotes its source, and one that has a document.
    Reporters who were told something are the addressee, not a relayer.
    """
    first = originators[0]
    behind = _behind(scene, attribution, first) if len(originators) == 1 else ()
    if behind:
        return Link(attribution=attribution, mentions=behind)
    passed_on = find_relayers(scene, attribution, first)
    relayers = [m for m in passed_on if m.key not in {o.key for o in originators}]
    if any(m.rule.endswith(HEARD) for m in relayers):
        originators = tuple(map(_unheard, originators))
    return Link(attribution=attribution, mentions=(*originators, *relayers))


def _unheard(mention: Mention) -> Mention:
    """An unnamed source without the words that say who has heard it: "witnesses" for "witnesses quoted by Reuters"."""
    heard = HEARD_BY.search(mention.name)
    if not heard:
        return mention
    name = mention.name[: heard.start()]
    return attrs.evolve(mention, name=name, key=mention.key.replace(fold(mention.name), fold(name)))


def _behind(scene: Scene, attribution: Attribution, first: Mention) -> tuple[Mention, ...]:
    """The chain of a claim whose source only passed it on; empty when nobody stands behind it."""
    if is_outlet_here(scene, first, reporting=_reports(scene, attribution)):
        behind = cited(scene, attribution) or nested_speaker(scene, attribution) or beside(scene, attribution)
        behind = tuple(m for m in behind if m.key != first.key)
        return (*behind, as_relayer(first, "outlet-citing")) if behind else ()
    unknown = first.rule == "body-as-written" and _reports(scene, attribution)
    if (unknown or _MEDIA_REPORTS.search(first.name)) and (behind := cited(scene, attribution)):
        return (*behind, as_relayer(first, "outlet-citing"))
    if OWN_STAFF.match(attribution.source[0].of(scene.text)):
        said = tuple(m for m in nested_speaker(scene, attribution) if m.key.startswith("person:"))
        return (*said, as_relayer(first, "own-staff")) if said else ()
    if first.key.startswith("document:"):
        return _recorded(scene, attribution, first)
    return ()


def _reports(scene: Scene, attribution: Attribution) -> bool:
    return any(_REPORTING.search(cue.of(scene.text)) for cue in attribution.cue)


_MEDIA_REPORTS = re.compile(
    r"^[Rr]eports$|\b(?:[Mm]edia|[Pp]ress|[Nn]ews|[Nn]ewspaper) [Rr]eports?$|^[Rr]eports? in .*media$"
)
_REPORTING = re.compile(r"\breport(?:s|ed|ing)?\b")


def _recorded(scene: Scene, attribution: Attribution, first: Mention) -> tuple[Mention, ...]:
    """Who speaks in a record ("Vale told officers …, according to the affidavit"), and who has it or it itself."""
    carriers = tuple(seen_by(scene, attribution, first)) or _outlet_in(scene, first)
    if not (carriers or _is_record(first.name)):
        return ()
    speakers = nested_speaker(scene, attribution)
    return (*speakers, *(carriers or (as_relayer(first, "record-of"),))) if speakers else ()


def _is_record(name: str) -> bool:
    """Whether a document by its name records what somebody said: "affidavit", "Harrow court documents"."""
    words = tuple(word.lower().rstrip("s") for word in name.split())
    return any(" ".join(pair) in small_words("records") for pair in (*pairwise(words), *((word,) for word in words)))


def _outlet_in(scene: Scene, first: Mention) -> tuple[Mention, ...]:
    """The outlet whose a record is: "the Xinhua readout"."""
    place = first.span
    noun = place.of(scene.text).rfind(first.name.split()[-1]) if place else -1
    if place is None or noun < 1:
        return ()
    before = Span(place.start, place.start + noun)
    named = name_place(scene, before, before) if before.of(scene.text).strip() else ()
    return tuple(as_relayer(m, "record-of") for m in named if is_outlet_here(scene, m))[:1]
