"""One source for each key of an article: its name, identity, kind and country, decided once for the whole article."""

import re
from collections import defaultdict
from collections.abc import Iterable

import attrs

from provenance.classify.identity import identity_of
from provenance.classify.kinds import kind_of_body, kind_of_document, kind_of_group, kind_of_person
from provenance.lexicon.registry import fold, registry
from provenance.models import Identity, Link, Mention, Role, Source, SourceType

_CAMPAIGN = re.compile(
    r"(?<!\w)(?:campaign(?:s|ing|ed)?|nominees?|candidates?|presidential race|primary|primaries|running mate|ballot|"
    r"election|electoral|polls?|pollsters?|rally|rallies|voters?|caucuses|swing states?|debate)(?!\w)",
    re.IGNORECASE,
)
_PEOPLE_PREFIX = "person:"
SURE, PROBABLE, GUESSED = 1.0, 0.9, 0.7
"""How far a kind counts for a claim's confidence: by registry or office, by context, by default."""


@attrs.frozen(kw_only=True)
class Judged:
    """A source and how sure its kind is, from 0 to 1."""

    source: Source
    certainty: float


def judge_sources(text: str, links: Iterable[Link]) -> dict[str, Judged]:
    """Decide who every key of an article stands for."""
    mentions = defaultdict[str, list[Mention]](list)
    for link in links:
        for mention in link.mentions:
            mentions[mention.key].append(mention)
    campaign = len(_CAMPAIGN.findall(text[:200_000])) >= 4
    people = _people(text, mentions, campaign)
    return {key: _judge(key, found, text, people, campaign) for key, found in mentions.items()}


def _people(text: str, mentions: dict[str, list[Mention]], campaign: bool) -> dict[str, SourceType]:
    """The kinds of the people whose offices the text states, by surname: for whoever speaks for them."""
    kinds: dict[str, SourceType] = {}
    for key, found in mentions.items():
        if key.startswith(_PEOPLE_PREFIX):
            kind, certainty = _kind_of_named_person(found, text, {}, campaign)
            if certainty > GUESSED:
                kinds[found[0].name.split()[-1]] = kind
    return kinds


def _titles(found: list[Mention], text: str) -> tuple[str, ...]:
    """What the text calls somebody: the titles, and what stands beside the name where it is a source."""
    titles = [m.title for m in found if m.title]
    for mention in found:
        if mention.span and mention.rule not in ("surname", "given-name"):
            words = mention.span.of(text).replace(mention.name, " ").strip(" ,")
            if len(words.split()) > 1:
                titles.append(words)
    return tuple(dict.fromkeys(titles))


def _judge(key: str, found: list[Mention], text: str, people: dict[str, SourceType], campaign: bool) -> Judged:
    mention = found[0]
    identity, name = identity_of(mention), _source_name(key, mention)
    kind, certainty = _kind(key, found, text, people, campaign)
    source = Source(key=key, name=name, identity=identity, source_type=kind, country=_country(key, name))
    return Judged(source=source, certainty=certainty)


def _source_name(key: str, mention: Mention) -> str:
    prefix, _, rest = key.partition(":")
    if prefix == "government":
        state = next((g for g in registry().governments.values() if g.country.code.lower() == rest), None)
        return state.country.government if state else mention.name
    return mention.name


def _country(key: str, name: str) -> str | None:
    prefix, _, rest = key.partition(":")
    if prefix == "government":
        return rest.upper()
    entry = registry().organization(name) if prefix == "organization" else None
    return entry.country if entry else None


def _kind(
    key: str, found: list[Mention], text: str, people: dict[str, SourceType], campaign: bool
) -> tuple[SourceType, float]:
    mention, prefix = found[0], key.partition(":")[0]
    if mention.role in (Role.PHOTOGRAPHER, Role.AGENCY, Role.DISTRIBUTOR):
        return SourceType.PHOTO_CREDIT, SURE
    if prefix == "government":
        return SourceType.GOVERNMENT, SURE
    if prefix == "person":
        return _kind_of_named_person(found, text, people, campaign)
    if prefix in ("organization", "body"):
        kind = _owned_kind(mention.name, people) or kind_of_body(mention.name)
    elif prefix == "document":
        kind = kind_of_document(mention)
    else:
        kind = kind_of_group(mention.name, people)
    return kind, PROBABLE if kind is not SourceType.UNKNOWN else GUESSED


def _owned_kind(name: str, people: dict[str, SourceType]) -> SourceType | None:
    """The kind of "Roe campaign" or "Roe administration", whoever Roe is."""
    last = name.split()[-1].lower()
    if last in ("campaign",):
        return SourceType.POLITICAL
    return SourceType.GOVERNMENT if last == "administration" else None


def _kind_of_named_person(
    found: list[Mention], text: str, people: dict[str, SourceType], campaign: bool
) -> tuple[SourceType, float]:
    titles = _titles(found, text)
    kind = kind_of_person(titles, people)
    known = registry().figures.get(fold(found[0].name))
    former = bool(titles) and all("former" in title.lower() for title in titles)
    if campaign and (kind in (None, SourceType.UNKNOWN) or (former and kind is SourceType.GOVERNMENT)):
        if known or former or len(found) > 2 or _has_campaign(text, found[0].name):
            return SourceType.POLITICAL, PROBABLE
    if kind is None and known:
        return SourceType.GOVERNMENT, PROBABLE
    if kind is not None and kind is not SourceType.UNKNOWN:
        return kind, SURE
    return (SourceType.INDIVIDUAL if kind is None else SourceType.UNKNOWN), GUESSED


def _has_campaign(text: str, name: str) -> bool:
    """Whether the text speaks of a campaign, surrogates or a running mate of somebody."""
    surname = re.escape(name.split()[-1])
    return bool(re.search(rf"(?<!\w){surname}(?:['’]s)?\s+(?:campaign|surrogates?|supporters|running mate)", text))
