"""One source for each key of an article: its name, identity, kind and country, decided once for the whole article."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

import attrs

from provenance.classify.anonymity import withheld
from provenance.classify.backdrop import ORGANS, Backdrop, bosses_in
from provenance.classify.documents import kind_of_document
from provenance.classify.identity import identity_of
from provenance.classify.kinds import (
    People,
    kind_of_body,
    kind_of_group,
    serves_somebody,
    serves_them,
    serves_unsaid,
    words_of,
)
from provenance.classify.persons import GUESSED, PROBABLE, SURE, Story, kind_of_person
from provenance.lexicon.entries import POLLSTER
from provenance.lexicon.registry import CALL_SIGN, DESCRIBED, OUTLET_NOUN, STAFF_OF_FIRM, noun_before, registry
from provenance.models import Identity, Link, Mention, Role, Source, SourceType

_CREDITED = (Role.PHOTOGRAPHER, Role.AGENCY, Role.DISTRIBUTOR)


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
    story, backdrop = Story.of(text), Backdrop(text=text)
    employers = _employers(text)
    titles = {
        key: (*_titles(found, text), *filter(None, [employers.get(found[0].name)]))
        for key, found in mentions.items()
        if key.startswith("person:")
    }
    people = _known_people(mentions, titles, story, backdrop)
    judged, hidden = dict[str, Judged](), withheld(text, mentions)
    for key, found in mentions.items():
        kind, certainty = _kind(found[0], titles.get(key, ()), people, story)
        if outlet := _outlet_kind(found, kind, text):
            kind, certainty = outlet, PROBABLE
        if said := _described(found, text, story) or _by_backdrop(found, kind, titles.get(key, ()), backdrop):
            kind, certainty = said, PROBABLE
        if kind is SourceType.PRESS and key in titles and any(m.role is Role.ORIGINATOR for m in found):
            kind = SourceType.NEWS_MEDIA
        judged[key] = Judged(source=_source(found[0], kind, hidden), certainty=certainty)
    return judged


def _known_people(
    mentions: Mapping[str, list[Mention]], titles: Mapping[str, tuple[str, ...]], story: Story, backdrop: Backdrop
) -> People:
    """The kinds of those whose staff and papers a story may cite: its sources, whom it gives an office, and bodies.

    In a campaign's story those of whom nothing is said are not taken for private people.
    """
    known = {name: kind for name, kind in backdrop.bodies.items() if " " not in name}
    for key, described in titles.items():
        kind, certainty = kind_of_person(mentions[key][0].name, described, {}, story)
        if certainty > GUESSED or (kind is SourceType.INDIVIDUAL and not story.is_campaign):
            known[mentions[key][0].name.split()[-1]] = kind
    cited = (found[0].name for key, found in mentions.items() if not key.startswith("person:"))
    for surname in bosses_in(cited):
        if known.get(surname, SourceType.INDIVIDUAL) is SourceType.INDIVIDUAL:
            kind, certainty = kind_of_person(surname, backdrop.titles_of(surname), {}, story)
            if certainty > GUESSED:
                known[surname] = kind
    return known


def _by_backdrop(
    found: list[Mention], kind: SourceType, titles: tuple[str, ...], backdrop: Backdrop
) -> SourceType | None:
    """What the text says of a source of which its own words say too little."""
    mention, prefix = found[0], found[0].key.partition(":")[0]
    if prefix in ("organization", "body"):
        if kind is SourceType.NEWS_MEDIA and backdrop.is_owned_by_state(mention.name):
            return SourceType.STATE_MEDIA
        if kind in (SourceType.UNKNOWN, SourceType.CIVIL_SOCIETY) and mention.name in backdrop.run_by_states:
            return SourceType.GOVERNMENT
        unsaid = kind is SourceType.UNKNOWN or mention.name in ORGANS
        return backdrop.bodies.get(mention.name) if unsaid else None
    owned = prefix == "person" and kind is SourceType.GOVERNMENT and any(map(_is_of_it, titles))
    if not mention.span or (kind is not SourceType.UNKNOWN and not owned):
        return None
    if prefix == "someone" and mention.name.lower() in ("one", "another"):
        return backdrop.kind_of_several(mention.span.start)
    words = titles if prefix == "person" else (mention.name,) if prefix in ("someone", "group") else ()
    unsaid = all(map(serves_unsaid, words)) or any(map(serves_them, words))
    return backdrop.kind_of_owner(mention.span.start) if words and unsaid else None


def _is_of_it(title: str) -> bool:
    """Whether a title is an office in the body named before that no state alone has: "Its director general"."""
    return serves_them(title) and not title.endswith(_OF_STATES)


_OF_STATES = ("president", "secretary", "ambassador", "envoy", "chancellor", "negotiator")
"""How offices end that a country’s "its" is as likely to mean as a body’s."""


def _titles(found: list[Mention], text: str) -> tuple[str, ...]:
    """What the text calls somebody: the titles, and what stands beside the name where it is a source."""
    titles = [m.title for m in found if m.title]
    for mention in found:
        if mention.span and mention.rule not in ("surname", "given-name"):
            words = mention.span.of(text).replace(mention.name, " ").strip(" ,")
            if len(words.split()) > 1:
                titles.append(words)
    return tuple(dict.fromkeys(titles))


def _described(found: list[Mention], text: str, story: Story) -> SourceType | None:
    """The kind by the noun before a body's name: "the news website Weir"; in a story of firms a group is one."""
    for mention in found:
        if mention.rule.partition("+")[0] == DESCRIBED and mention.span:
            before, _, _ = mention.span.of(text).partition(mention.name)
            if noun := noun_before(words_of(before)):
                firm = noun.entry.name == "Group" and story.is_of_firms
                return SourceType.BUSINESS if firm else noun.entry.source_type
    return None


def _outlet_kind(found: list[Mention], kind: SourceType, text: str) -> SourceType | None:
    """The kind of a body that no table knows and that the text makes an outlet: by a noun, or as one that passed on."""
    if found[0].key.startswith("person:") or registry().organization(found[0].name):
        return None
    words = [m.span.of(text) for m in found if m.span and m.rule.partition("+")[0] in (OUTLET_NOUN, CALL_SIGN)]
    if any(_OF_STATE.search(shown) for shown in words):
        return SourceType.STATE_MEDIA
    passed_on = any(m.role is Role.RELAYER and m.key.startswith("organization:") for m in found)
    return SourceType.NEWS_MEDIA if words or (passed_on and kind is SourceType.UNKNOWN) else None


_OF_STATE = re.compile(r"\bstate\b|^(?:The )?State\b|\b[Ss]tate-(?:run|owned|controlled|funded|backed)\b")


def _employers(text: str) -> dict[str, str]:
    """The registered body that the text gives somebody to, by the whole name: "CNN’s Nora Vale"."""
    found = dict[str, str]()
    for match in _BELONGS.finditer(text):
        entry = registry().organization(match["body"])
        if entry and entry.source_type not in _PLACES_AND_PARTIES:
            found.setdefault(match["name"], entry.name)
    for match in _WORKS_FOR.finditer(text):
        words = match["body"].split()
        entry = registry().organization(" ".join(words[: registry().longest_name(tuple(words))]))
        if entry and entry.source_type not in _PLACES_AND_PARTIES:
            found.setdefault(match["name"], entry.name)
    return found


_WORKS_FOR = re.compile(
    r"(?P<name>(?<![\w’'-])[A-Z][\w.-]+(?: [A-Z][\w’'-]+){1,2}), who (?:covers|follows|tracks|analy[sz]es|works|worked|"
    r"teaches|researche[sd]|studies|runs|ran|heads|headed|leads|led)\b[^,.;:\n]{0,60}? (?:for|at) (?:the )?"
    r"(?P<body>[A-Z][\w.&’-]+(?: [A-Z][\w.&’-]+){0,4})"
)
"""Whom somebody works for: "Nora Vale, who covers airlines for Norvane"."""


_BELONGS = re.compile(
    r"(?<![\w.’'-])(?P<body>[A-Z][\w.&-]+(?: [A-Z][\w.&-]+){0,3})['’]s? (?P<name>[A-Z][\w.-]+(?: [A-Z][\w’'-]+){1,2})"
)
_PLACES_AND_PARTIES = (SourceType.GOVERNMENT, SourceType.POLITICAL)


def _kind_of_unnamed(name: str, people: People, story: Story) -> SourceType:
    """The kind of somebody or of several without a name, as far as the story says more than their noun."""
    kind = kind_of_group(name, people)
    if name in _AUTHORS and story.is_of_a_study:
        return SourceType.ACADEMIC
    aide = kind is SourceType.GOVERNMENT and story.is_campaign and serves_somebody(name, people)
    return SourceType.POLITICAL if aide else kind


_PAPERS_OF_FIRMS = ("filing", "filings", "annual report", "annual reports", "prospectus")
"""What in a story of firms is theirs, where nothing says whose."""

_AUTHORS = ("author", "authors", "co-authors", "coauthors")
"""Who in a story of a study are those who wrote it."""


def _source(mention: Mention, kind: SourceType, hidden: frozenset[str]) -> Source:
    prefix, _, rest = mention.key.partition(":")
    state = registry().countries.get(rest.upper()) if prefix == "government" else None
    entry = registry().organization(mention.name) if prefix == "organization" else None
    return Source(
        key=mention.key,
        name=state.government if state else mention.name,
        identity=Identity.ANONYMOUS_SOURCE if mention.key in hidden else identity_of(mention),
        source_type=kind,
        country=state.code if state else entry.country if entry else None,
    )


def _kind(mention: Mention, titles: tuple[str, ...], people: People, story: Story) -> tuple[SourceType, float]:
    prefix = mention.key.partition(":")[0]
    if mention.role in _CREDITED:
        return SourceType.PHOTO_CREDIT, SURE
    if prefix == "government":
        return SourceType.GOVERNMENT, SURE
    if prefix == "person":
        return kind_of_person(mention.name, titles, people, story)
    if prefix in ("organization", "body"):
        kind = kind_of_body(mention.name)
        if kind is SourceType.UNKNOWN and mention.rule == POLLSTER:
            kind = SourceType.CIVIL_SOCIETY
        if kind is SourceType.UNKNOWN and mention.rule == STAFF_OF_FIRM:
            kind = SourceType.BUSINESS
    elif prefix == "document":
        kind = kind_of_document(mention.name, people)
        if kind is SourceType.UNKNOWN and story.is_of_firms and mention.name.lower() in _PAPERS_OF_FIRMS:
            kind = SourceType.BUSINESS
    else:
        kind = _kind_of_unnamed(mention.name, people, story)
    return kind, PROBABLE if kind is not SourceType.UNKNOWN else GUESSED
