"""What kind of actor a named person is: by the offices the article gives, whom they serve, and the story."""

import re
from itertools import islice

import attrs

from provenance.classify.kinds import (
    OF_CLIENT,
    PARTY,
    People,
    kind_of_body,
    kind_of_employer,
    serves_somebody,
    serves_them,
    without_places,
    words_of,
)
from provenance.classify.offices import Office, kind_of_address, offices_in
from provenance.lexicon.registry import fold, registry
from provenance.models import SourceType

SURE, PROBABLE, GUESSED = 1.0, 0.9, 0.7
"""How far a kind counts for a claim's confidence: by registry or office, by context, by default."""

_FORMER = re.compile(r"(?<!\w)(?:former|ex|then|one-time|onetime|late|retired)(?!\w)", re.IGNORECASE)
_CAMPAIGN = re.compile(
    r"(?<!\w)(?:campaign(?:s|ing|ed)?|nominees?|candidates?|presidential race|primary|primaries|running mate|ballot|"
    r"election|electoral|surrogates?|polls?|pollsters?|rally|rallies|voters?|caucuses|swing states?|debate)(?!\w)",
    re.IGNORECASE,
)
_CAMPAIGNER = re.compile(r"(?<!\w)([A-Z][\w’'-]+?)(?:['’]s)?\s+(?:campaign|surrogates?|supporters|running mate)(?!\w)")
_NAME = r"(?:[A-Z][\w’'-]*\.?\s+){0,4}([A-Z][\w’'-]+)"
_RUNNING = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<!\w)([A-Z][\w-]+)(?:['’]s?)?\s+(?:campaign(?!\s+(?:against|to|on))|candidacy|presidential\s+(?:bid|run|hopes)"
        r"|(?:[\w-]+\s+){0,2}bid\s+for\s+(?:[\w-]+\s+){0,3}(?:nomination|presidency|White\s+House))(?!\w)",
        rf"(?<!\w){_NAME}(?:\s+is|\s+was|,\s+who\s+is|,\s+who\s+was)\s+running\s+(?:for|against)(?!\w)",
        rf"(?<!\w){_NAME}(?:['’]s?)?\s+(?:won|lost|swept|carried|victory\s+in|win\s+in)\s+(?:[\w'’-]+\s+){{0,4}}"
        r"(?:primary|primaries|caucus(?:es)?)(?!\w)",
    )
)
_RUNNERS = re.compile(
    r"(?<!\w)(?<!former )(?:candidates|contenders|hopefuls|nominees|front-?runners|rivals)\s+"
    r"((?:[A-Z][\w.’'-]*\s+){0,4}[A-Z][\w.’'-]+(?:(?:,|,?\s+and)\s+(?:[A-Z][\w.’'-]*\s+){0,4}[A-Z][\w.’'-]+)+)"
)
"""Several who run for an office at once: "hopefuls Ines Roe and Tom Hadley"."""

_LEGISLATOR = re.compile(r"(?:(?!for |of |to |with )[\w.’'-]+,? ){0,6}(?:\([RDI]-[A-Z][^)]*\)|[RDI]-[A-Z][\w.]+)")
"""Whatever else a title says, with the tag of its own party and place: "Chairman (R-Wis.)", "Rep., D-Calif."."""

_PRESIDING = re.compile(r"(?:President|first lady|First Lady)(?!\w)")
"""Who keeps an office while running for it again, or whose spouse runs."""

ENOUGH, SOME = 4, 2
"""How many words of campaigning make a story one of a campaign, and how many make it touch one."""

_SPORT = re.compile(
    r"(?<!\w)(?:match(?:es)?|goals?|league|season|strikers?|midfielders?|defenders?|goalkeepers?|coach|penalt(?:y|ies)|"
    r"half-?time|referees?|red card|yellow card|fixtures?|innings|wickets?|quarterbacks?|touchdowns?|play-?offs?|"
    r"kick-?off|scored|equali[sz]ers?|cup final|semi-?finals?|champions|tournament)(?!\w)",
    re.IGNORECASE,
)
_FILM = re.compile(
    r"(?<!\w)(?:films?|movies?|box office|sequels?|screenplay|premiere[ds]?|filming|trailer|blockbuster|Hollywood)"
    r"(?!\w)"
)
_SEA = re.compile(
    r"(?<!\w)(?:ships?|vessels?|crew|tankers?|trawlers?|ferry|ferries|freighters?|cargo|yachts?|deck)(?!\w)"
)
_STUDY = re.compile(r"(?<!\w)(?:stud(?:y|ies)|paper|journal|researchers?|scientists?|preprint)(?!\w)")
_WARSHIPS = re.compile(r"(?<!\w)(?:warships?|frigates?|destroyers?|corvettes?|submarines?)(?!\w)")
OF_A_GAME, OF_A_FILM, AT_SEA, OF_FIRMS = 3, 2, 3, 5
"""How many words of sport, of film, of ships and of money make a story one of a game, a film, a ship or of firms."""
_FIRMS = re.compile(
    r"(?<!\w)(?:shares?|shareholders?|dividends?|profits?|revenues?|earnings|turnover|sales|investors?|stock|bondholders?|"
    r"quarter(?:ly)?|customers|takeover|merger|start-ups?|company|companies|firms?)(?!\w)",
    re.IGNORECASE,
)
_PARLIAMENT = re.compile(
    r"(?<!\w)(?:[Pp]arliament(?:ary)?|D[áa]il|Taoiseach|Oireachtas|Seanad|TDs?|National Assembly|Chamber of Deputies|"
    r"Verkhovna Rada|Duma|States Assembly|Bundestag|Cortes|Knesset|Sejm|lawmakers?)(?!\w)"
)
_POLICE = re.compile(r"(?<!\w)[Pp]olice(?!\w)")
_OTHER_CHIEFS = re.compile(
    r"(?<!\w)(?:[Ff]ire (?:[Cc]hief|[Dd]epartment)|[Ff]irefighters?|[Tt]rib(?:e|al)|First Nations?)(?!\w)"
)
_SHERIFF = re.compile(r"(?<!\w)[Ss]heriff")
_PLAYING = frozenset("manager captain defender forward skipper assistant".split())
_OF_FILM = frozenset("its the a film former veteran acclaimed director producer writer and".split())
_FILMING = frozenset("director producer writer".split())
"""Roles of sport and of film that elsewhere are an office."""


@attrs.frozen(kw_only=True)
class Story:
    """What an article is about, as far as it decides what its people are: a campaign, and whose."""

    is_campaign: bool
    speaks_of_campaign: bool
    campaigners: frozenset[str]
    runners: frozenset[str]
    is_of_a_game: bool
    is_of_a_film: bool
    is_at_sea: bool
    is_of_firms: bool
    is_of_a_study: bool
    deputies_sit: bool
    chiefs_police: bool

    @classmethod
    def of(cls, text: str) -> "Story":
        """Read it off the words of a text."""
        words = sum(1 for _ in _CAMPAIGN.finditer(text))
        return cls(
            is_campaign=words >= ENOUGH,
            speaks_of_campaign=words >= SOME,
            campaigners=frozenset(_CAMPAIGNER.findall(text)),
            runners=_runners(text) if words >= ENOUGH else frozenset(),
            is_of_a_game=_has(_SPORT, text, OF_A_GAME),
            is_of_a_film=_has(_FILM, text, OF_A_FILM),
            is_at_sea=_has(_SEA, text, AT_SEA) and not _WARSHIPS.search(text),
            is_of_firms=_has(_FIRMS, text, OF_FIRMS),
            is_of_a_study=_has(_STUDY, text, 2),
            deputies_sit=bool(_PARLIAMENT.search(text)) and not _SHERIFF.search(text),
            chiefs_police=bool(_POLICE.search(text)) and not _OTHER_CHIEFS.search(text),
        )


def _has(words: re.Pattern[str], text: str, enough: int) -> bool:
    return sum(1 for _ in islice(words.finditer(text), enough)) == enough


def _runners(text: str) -> frozenset[str]:
    """The surnames of those who run for an office by what an article says of them."""
    alone = {match[1] for pattern in _RUNNING for match in pattern.finditer(text)}
    listed = {
        name.split()[-1]
        for match in _RUNNERS.finditer(text)
        for name in re.split(r",?\s+and\s+|,\s*", match[1])
        if name
    }
    return frozenset(re.sub(r"['’]s?$", "", name) for name in alone | listed)


def kind_of_person(name: str, titles: tuple[str, ...], people: People, story: Story) -> tuple[SourceType, float]:
    """The kind of a named person and how sure it is.

    Whoever runs for an office is political. Otherwise the office decides, or for staff whom they serve; in the story
    of a campaign somebody without a present office who has a campaign, or is known for an office, is political.
    Without any office a person is a private one.
    """
    if any(_is_campaigning(title) for title in titles):
        return SourceType.POLITICAL, SURE
    if name.rsplit(maxsplit=1)[-1] in story.runners and not any(_PRESIDING.match(title) for title in titles):
        return SourceType.POLITICAL, PROBABLE
    presided = " | ".join(title for title in titles if _OF_A_BODY.search(title))
    stated = [kind for title in titles for kind in _kinds_in_title(title, people, presided)]
    kind: SourceType | None = next((k for k in stated if k is not SourceType.UNKNOWN), None)
    if any(_plays(title, people, story) for title in titles):
        kind = SourceType.INDIVIDUAL
    kind = _by_rank_alone(titles, story) or kind
    if kind in (None, SourceType.INDIVIDUAL):
        kind = kind_of_address(name, titles) or kind
    if any(_LEGISLATOR.fullmatch(title.strip()) for title in titles):
        kind = SourceType.GOVERNMENT
    if story.is_campaign and _is_of_campaign(name, kind, titles, people, story):
        return SourceType.POLITICAL, PROBABLE
    if kind is not None and not (kind is SourceType.INDIVIDUAL and fold(name) in registry().figures):
        return kind, SURE
    return _kind_by_story(name, titles, story, is_titled=bool(stated))


def _kind_by_story(name: str, titles: tuple[str, ...], story: Story, *, is_titled: bool) -> tuple[SourceType, float]:
    """The kind of somebody whose titles do not say it: by fame, else by what the story is about."""
    if fold(name) in registry().figures:
        return SourceType.POLITICAL if story.speaks_of_campaign else SourceType.GOVERNMENT, PROBABLE
    heads = any(map(_heads_a_firm, titles)) and not any(map(serves_them, titles))
    if is_titled and story.is_of_firms and heads:
        return SourceType.BUSINESS, GUESSED
    return (SourceType.UNKNOWN if is_titled else SourceType.INDIVIDUAL), GUESSED


def _heads_a_firm(title: str) -> bool:
    """Whether somebody heads a body of which a title says only the name: "Norvane’s chairman", "founder of Norvane"."""
    heads = any(office.role.name in _HEADS for office in offices_in(title))
    return heads and any(word[:1].isupper() and registry().role((word,)) is None for word in words_of(title))


_HEADS = frozenset("chairman chairwoman chairperson founder co-founder cofounder".split())


def _is_of_campaign(name: str, kind: SourceType | None, titles: tuple[str, ...], people: People, story: Story) -> bool:
    """Whether somebody without a present office is part of the campaign that a story is about.

    That is who once was in office, who is known for an office or has a campaign, and the personal staff of whomever.
    """
    if kind is SourceType.GOVERNMENT:
        former = bool(titles) and all("former" in title.lower() for title in titles)
        return former or all(serves_somebody(title, people) for title in titles)
    if fold(name) in registry().figures:
        return kind not in _IN_SERVICE
    private = kind in (None, SourceType.BUSINESS, SourceType.INDIVIDUAL, SourceType.NEWS_MEDIA)
    return private and name.rsplit(maxsplit=1)[-1] in story.campaigners


def _by_rank_alone(titles: tuple[str, ...], story: Story) -> SourceType | None:
    """The kind of a "Deputy Vale" and a "Chief Vale" of whom nothing else is said, by the story, and of an agent."""
    if any(OF_CLIENT.fullmatch(title) and kind_of_employer(title, {}) is None for title in titles):
        return SourceType.BUSINESS
    ranks = {title.strip().lower() for title in titles}
    if ranks == {"deputy"} and story.deputies_sit:
        return SourceType.GOVERNMENT
    return SourceType.SECURITY if ranks == {"chief"} and story.chiefs_police else None


def _plays(title: str, people: People, story: Story) -> bool:
    """Whether a title is of a team or a film where the story is of one: "Harrow captain", "the director"."""
    offices = offices_in(title)
    names = {office.role.name for office in offices}
    defends = "defender" in names and " of" not in title and title.endswith("defender")
    games = names & _PLAYING if story.is_of_a_game and not title.istitle() else set[str]()
    games |= names & {"captain"} if story.is_at_sea and not title.istitle() else set[str]()
    shot = all(word.lower() in _OF_FILM for word in words_of(title))
    films = names & _FILMING if story.is_of_a_film and shot else set[str]()
    alone = bool(offices) and names <= _PLAYING | _FILMING and bool(games or films or defends)
    employer = kind_of_employer(title, people) if alone else None
    return alone and (employer is None or (bool(games or defends) and employer in _OF_CLUBS))


_OF_CLUBS = (SourceType.CIVIL_SOCIETY, SourceType.BUSINESS)
"""What a sports club is: a company, or one of amateurs."""


_IN_SERVICE = (SourceType.GOVERNMENT, SourceType.SECURITY, SourceType.JUDICIARY, SourceType.INTERGOVERNMENTAL)


def _is_campaigning(title: str) -> bool:
    words = words_of(title)
    for stop in range(1, len(words) + 1):
        found = registry().role(words[:stop])
        if found and "candidate" in (found.entry.name, *found.entry.kin):
            lead = words[: stop - found.length]
            if not _FORMER.search(" ".join(lead[-2:])) and not _is_of_another(lead):
                return True
    return False


def _is_of_another(lead: tuple[str, ...]) -> bool:
    """Whether what follows these words is somebody else: "son of the" candidate, "spokesman for the" nominee."""
    joints = (n for n, word in enumerate(lead) if n and word in ("of", "for", "to"))
    return any(registry().role(lead[:n]) for n in joints)


def _kinds_in_title(title: str, people: People, presided: str) -> list[SourceType]:
    """The kinds that a title's roles and bodies give, the decisive one first.

    `presided` is how else the text puts whose president somebody is.
    """
    title = without_places(title)
    offices = offices_in(title)
    if not offices:
        return _kinds_without_role(title)
    employer = kind_of_employer(title, people)
    plain = [office.kind for office in offices if not office.role.of_body]
    of_body = [_unless_elsewhere(office, presided) for office in offices if office.role.of_body]
    if employer is SourceType.CIVIL_SOCIETY and SourceType.POLITICAL in of_body:
        return of_body
    return [employer, *plain] if of_body and employer is not None else [*plain, *of_body]


def _unless_elsewhere(office: Office, presided: str) -> SourceType:
    """The kind of an office, unknown where "its president" and "president of Harrow Yarn" preside over no state."""
    state = any(registry().government(word) for word in words_of(presided))
    elsewhere = office.role.name.endswith("president") and presided and not state
    return SourceType.UNKNOWN if elsewhere else office.kind


_OF_A_BODY = re.compile(r"(?<!\w)(?:its|their|the \w+['’]s) (?:\w+ )?(?:vice )?president|president (?:of|for|at) ")


def _kinds_without_role(title: str) -> list[SourceType]:
    if PARTY.search(title):
        return [SourceType.POLITICAL]
    words = words_of(title)
    kind = kind_of_body(title) if words and len(words) <= 6 and words[0][:1].isupper() else SourceType.UNKNOWN
    return [] if kind is SourceType.UNKNOWN else [kind]
