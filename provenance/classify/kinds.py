"""What kind of actor a body or a group is: by registry, else by the words of its name."""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from provenance.lexicon.entries import Body, Role
from provenance.lexicon.grammar import small_words
from provenance.lexicon.registry import Tail, registry
from provenance.models import SourceType

People = Mapping[str, SourceType]
"""The kinds already known of people, by surname, and of bodies that only the text knows, by name: for whoever speaks
for one of them ("Roe spokesman John Poe")."""

PARTISANS = frozenset("Democrat Republican conservative independent liberal progressive socialist communist".split())
"""Roles that say where somebody stands, not what somebody does."""

PARTY = re.compile(
    r"(?<!\w)(?:Republicans?|Democrats?|Democratic|GOP|G\.O\.P\.|Labour|Tory|Tories|Conservatives?)(?!\w)"
)
UNIVERSITY = re.compile(r"(?<!\w)(?:University|College|law school|Law School|School of|Medical School)(?!\w)")
_CHAMBER = re.compile(r"(?<!\w)(?:House|Senate|congressional|Congressional|lawmakers?|legislators?|state)(?!\w)")
_CAUSE = re.compile(
    r"(?:Committee|Citizens|Center|Centre|Council|Americans|Coalition|Institute|Project|People)"
    r" (?:for|on|to|Against|of) |(?:[A-Z][\w-]+ )*[A-Z][\w-]+s (?:for|Against|With|United for) [A-Z]"
    r"|(?:[A-Z][\w-]+ ){2,}Campaign$"
)
"""Names that say what a body is for: "Lawyers for Justice", "Jobs With Justice", "Human Rights Campaign"."""

_OF_TRADE = re.compile(
    r"(?:[A-Z][\w-]+ ){0,3}(?:Association|Federation|Confederation|Chambers?|Council|Union|Institute) (?:of|for) "
    r"(?:[\w’'-]+ ){0,4}(?:Commerce|Industry|Industries|Trade|Employers|Enterprises|Exporters|Export Organi[sz]ations|"
    r"Importers|Manufacturers|Producers|Retailers|Traders|Hoteliers|Bankers|Banks|Insurers|Shipowners|Airlines|Brewers|"
    r"Builders|Developers|Contractors|Publishers|Growers|Millers|Distillers|Refiners|Carriers|Hotels|Restaurants)$"
)
"""Names of those who speak for a trade: "Union of Harrow Exporters"."""

_FOR_OFFICE = re.compile(
    r"(?:(?:^|(?<!\w)(?:a|an|the|his|her|its|their|former|senior|deputy|top|presidential|re-?election) "
    r"|(?<!\w)[A-Z][\w.-]+(?:['’]s?)? )campaign|^[A-Z]\w+ Campaign)(?!\w)"
)
"""Somebody's campaign for an office, not one for vaccines."""
_WORDS = re.compile(r"[\w'’.&-]+")
_POSSESSIVE = re.compile(r"['’]s?$")
_QUANTITIES = frozenset(
    "number group groups majority handful dozens hundreds thousands scores couple pair crowd crowds one all most many "
    "some several few both none each neither either half third thirds quarter quarters fifth fifths percent plenty "
    "average army chorus list panel slew string host array series trio range minority".split()
)
"""What, before "of", only says how many; an army of bakers is no army."""

_MADE_UP = frozenset("commission committee team jury board delegation".split())
"""What, before "of", is whatever those are who make it up: a commission of historians is no government’s."""

_BEFORE_QUANTITIES = frozenset(
    "a an the just only about around roughly nearly almost at least more less fewer than up to over under some large "
    "small growing long vast good angry".split()
)
_NUMBER = re.compile(
    r"\d[\d,.]*%?|(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:twenty|thirty|forty|fifty|sixty|seventy"
    r"|eighty|ninety)(?:-\w+)?|\w+teen|hundred|(?:one|two|three)-(?:third|quarter|fifth)s?)"
)
_AFTER_HEAD = frozenset(
    "of for in at on with from to by familiar led who about overall nationwide statewide alike outside inside near "
    "across around along behind among within between against under over through throughout during after before".split()
)
_LIKE_THEIR_HEAD = frozenset(("supporter", "surrogate", "ally", "aide", "adviser", "advisor", "rival", "backer"))
_SERVING = frozenset(("aide", "adviser", "advisor", "staffer"))
_WHERE = re.compile(r"(?<!\w)(?:in|from|outside|near) ((?:[A-Z][\w.’'-]+(?:, | |$))+)")
LIKE_BODIES = frozenset(
    "campaign police university ministry embassy consulate parliament government department agency council court "
    "army navy military association company firm bank union party committee commission authority bureau church "
    "charity foundation hospital school museum gallery library club federation league society institute academy shire "
    "borough centre center group coastguard airline "
    "start-up startup brewery bakery brokerage bookmaker consultancy manufacturer shipyard supermarket conglomerate "
    "hotel restaurant refinery winery orchestra theatre theater choir mosque temple synagogue cathedral monastery "
    "collective zoo "
    "retailer lender insurer drugmaker carmaker automaker chipmaker studio".split()
)
"""Words that say what a body is without its name: "a company spokeswoman", "police records"."""

OF_STATE = re.compile(r"(?<!\w)(?:state|government)-run(?!\w)")
"""What a body is said to be that a government runs; one that it only owns may be a company like any other."""

UNDECIDED = (SourceType.UNKNOWN, SourceType.INDIVIDUAL, SourceType.POLITICAL)


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name or title, punctuation left out."""
    return tuple(_POSSESSIVE.sub("", word) for word in _WORDS.findall(name))


def first_known(kinds: Iterator[SourceType | None]) -> SourceType | None:
    """The first kind that says something."""
    return next((kind for kind in kinds if kind is not None), None)


# ------------------------------------------------------------------ bodies


def kind_of_body(name: str) -> SourceType:
    """The kind of an organization: registered, else by the words of its name, the last of them first.

    Of partners ("Reuters/Ipsos") the first one known decides.
    """
    partners = (name, *name.split("/")) if "/" in name else (name,)
    return first_known(kind for partner in partners if partner for kind in _body_kinds(partner)) or SourceType.UNKNOWN


def _body_kinds(name: str) -> Iterator[SourceType | None]:
    known, words = registry(), tuple(_POSSESSIVE.sub("", word) for word in name.split())
    entry = known.organization(name)
    yield entry.source_type if entry else None
    yield _kind_of_force(name.split())
    yield _kind_of_ministry(words)
    office = known.body(tuple(name.split()))
    yield office.entry.source_type if office and office.length > 1 else None
    yield SourceType.GOVERNMENT if known.government(name) or words[-1] in ("administration", "Administration") else None
    yield _kind_of_branch(words)
    yield SourceType.BUSINESS if _OF_TRADE.match(name) else None
    yield SourceType.CIVIL_SOCIETY if _CAUSE.match(name) or _is_of_sport(words) else None
    yield SourceType.POLITICAL if words[-1].lower() == "campaign" else None
    tail = known.body(words)
    if tail and words[-1].islower() and known.longest_name(words) == len(words) - tail.length:
        yield registered_at(words)
    yield tail.entry.source_type if tail else None
    yield registered_at(words)
    yield from (found.entry.source_type for found in _bodies_in(words))
    yield from (
        registered_at(words[n:]) for n in range(1, len(words)) if known.longest_name(words[n:]) == len(words) - n
    )


def _is_of_sport(words: tuple[str, ...]) -> bool:
    """Whether a name is a country’s and a sport’s, and so that sport’s federation: "Rowing Fiji", "Fiji Judo"."""
    if len(words) < 2:
        return False
    first, last = words[0].lower() in small_words("sports"), words[-1].lower() in small_words("sports")
    country = words[:-1] if last else words[1:] if first else ()
    return bool(country) and registry().government(" ".join(country)) is not None


def _kind_of_force(words: list[str]) -> SourceType | None:
    """The kind of the body that a name begins with before it says where: "police in the town" are no town."""
    where = next((n for n, word in enumerate(words) if n and word in ("in", "near", "outside")), len(words))
    found = registry().body(tuple(words[:where])) if where < len(words) else None
    return found.entry.source_type if found and found.entry.noun else None


def _kind_of_ministry(words: tuple[str, ...]) -> SourceType | None:
    """The kind of a ministry by what it is for: the "Ministry of Energy" sells none."""
    heads = (word for word, joint in pairwise(words) if joint in ("of", "for"))
    return SourceType.GOVERNMENT if any(head.lower() in _MINISTRIES for head in heads) else None


_MINISTRIES = frozenset(("ministry", "department", "directorate"))


def _kind_of_branch(words: tuple[str, ...]) -> SourceType | None:
    """The kind of the body whose office words name: the "U.N. human rights office", the "Harrow mission" of a state."""
    length = registry().longest_name(words)
    whose = registered_at(words) or (SourceType.GOVERNMENT if 0 < length < len(words) else None)
    if not 0 < length < len(words) or whose not in (SourceType.INTERGOVERNMENTAL, SourceType.GOVERNMENT):
        return None
    head = next((word.lower() for word in reversed(words[: _head_end(words)])), "")
    sent = head in _SENT and words[length - 1][:1].isupper()
    return whose if sent or (whose is SourceType.INTERGOVERNMENTAL and head in _BRANCHES) else None


_SENT = frozenset("mission delegation".split())
_BRANCHES = frozenset(
    "office agency bureau council committee commission court department force panel secretariat".split()
)
"""What a body of states has of its own, by whatever name."""


def registered_at(words: tuple[str, ...]) -> SourceType | None:
    """The kind of the registered organization that words begin with."""
    entry = registry().organization(" ".join(words[: registry().longest_name(words)]))
    return entry.source_type if entry else None


def _bodies_in(words: tuple[str, ...]) -> Iterator[Tail[Body]]:
    """The words for bodies in a name, the last first."""
    ends = (registry().body(words[:stop]) for stop in range(len(words), 0, -1))
    return (tail for tail in ends if tail)


def kind_of_employer(title: str, people: People) -> SourceType | None:
    """The kind of the body that a title names, or of the person somebody speaks for; None when it names neither."""
    title = without_places(title)
    return first_known(_employer_kinds(title, words_of(title), people))


def without_places(title: str) -> str:
    """A title without where somebody lives or works: nobody is employed by "in New York City"."""
    return _WHERE.sub(_unless_a_place, title)


def serves_somebody(title: str, people: People) -> bool:
    """Whether a title is of somebody's personal staff, and does not say whose: "a top aide", "senior advisers"."""
    words = words_of(title)
    role = registry().role(words[: _head_end(words)])
    return bool(role and role.entry.name in _SERVING) and kind_of_employer(title, people) is None


def serves_unsaid(title: str) -> bool:
    """Whether a title is one in a body, and does not say in which: "Its chairman", "spokeswoman", "regional head"."""
    words = words_of(title)
    role = registry().role(words)
    if role is None or not role.entry.of_body or role.entry.source_type is not SourceType.UNKNOWN or role.plural:
        return False
    before = words[: len(words) - role.length]
    return all(word.islower() or word in ("Its", "Their", "The", "A") for word in before)


def serves_them(title: str) -> bool:
    """Whether a title is one in the body named before, whatever part of it: "its Harrow chairman"."""
    words = words_of(title)
    role = registry().role(words)
    return bool(role and role.entry.of_body and not role.plural and words[0].lower() in ("its", "their"))


def _unless_a_place(match: re.Match[str]) -> str:
    words, known = words_of(match[1]), registry()
    named, body = known.organization(match[1].strip(" ,")), known.body(words)
    is_body = named or (body and words[-1].lower() not in small_words("places"))
    return match[0] if is_body and not (named and named.source_type is SourceType.GOVERNMENT) else ""


def _employer_kinds(title: str, words: tuple[str, ...], people: People) -> Iterator[SourceType | None]:
    yield SourceType.ACADEMIC if UNIVERSITY.search(title) else None
    yield SourceType.POLITICAL if _FOR_OFFICE.search(title) else None
    capitals = (n for n, word in enumerate(words) if word[:1].isupper() and word.lower() not in _STANDINGS)
    yield from (_named_at(words[n:]) for n in capitals)
    for n, word in enumerate(words):
        following = words[n + 1 : n + 2]
        if word in people and (not "".join(following)[:1].isupper() or registry().role(following)):
            yield people[word]
    ends = ((end, role) for end in range(1, len(words) + 1) if (role := registry().role(words[:end])))
    named = {at for end, role in ends if role.length > 1 for at in range(end - role.length, end)}
    for stop in range(len(words), 0, -1):
        tail, last = registry().body(words[:stop]), words[stop - 1]
        inside = tail and named.issuperset(range(stop - tail.length, stop))
        if tail and not inside and (last[:1].isupper() or tail.length > 1 or last in LIKE_BODIES):
            yield tail.entry.source_type
    yield from (_office_at(words, n) for n, word in enumerate(words) if word in ("for", "to"))


_STANDINGS = frozenset(("independent",))
"""What somebody stands as without a party; no outlet of that name employs them."""


def _office_at(words: tuple[str, ...], before: int) -> SourceType | None:
    """The kind of the office that words name after a preposition: "for Mayor Nora Vale"."""
    for stop in range(before + 2, min(before + 5, len(words)) + 1):
        office = registry().role(words[before + 1 : stop])
        if office and office.entry.office and words[stop - 1][:1].isupper():
            return office.entry.source_type
    return None


def _named_at(words: tuple[str, ...]) -> SourceType | None:
    """The kind of the body whose name begins here: "Vermont Farmers Network" is more than Vermont."""
    run = next((n for n, word in enumerate(words) if not word[:1].isupper()), len(words))
    staff = registry().role(words[:1])
    if _CAUSE.match(" ".join(words)) and not (staff and staff.entry.of_body):
        return SourceType.CIVIL_SOCIETY
    run += 2 * bool(words[run : run + 1] == ("of",) and registry().body(words[: run + 2]))
    tail = registry().body(words[:run]) if run > max(1, registry().longest_name(words)) else None
    return tail.entry.source_type if tail else registered_at(words)


# ------------------------------------------------------------------ groups


def kind_of_group(name: str, people: People) -> SourceType:
    """The kind of several unnamed people, or of an unnamed person, by the noun that heads the phrase."""
    words = _counted(words_of(name))
    head = words[: _head_end(words)]
    return first_known(_group_kinds(" ".join(words), head, people)) or SourceType.UNKNOWN


def _group_kinds(name: str, head: tuple[str, ...], people: People) -> Iterator[SourceType | None]:
    role, body, shown = registry().role(head), registry().body(head), " ".join(head)
    decided = role and role.entry.name not in PARTISANS and role.entry.source_type not in UNDECIDED
    yield SourceType.POLITICAL if role and "shadow" in head[-role.length - 3 : -role.length] else None
    yield kind_of_employer(name, people) or SourceType.UNKNOWN if role and _speaks_for(role, head, name) else None
    if PARTY.search(shown) and not decided:
        yield SourceType.GOVERNMENT if _CHAMBER.search(shown) else SourceType.POLITICAL
    yield _kind_of_service(role, head) if role else None
    yield _kind_of_outlet(head) if role and role.entry.source_type is SourceType.NEWS_MEDIA else None
    yield _kind_of_boss(role, head) if role else None
    yield _kind_of_role(role.entry, name, people) if role else None
    yield body.entry.source_type if body else None
    yield SourceType.POLITICAL if any(people.get(word) is SourceType.POLITICAL for word in head) else None


def _kind_of_boss(role: Tail[Role], head: tuple[str, ...]) -> SourceType | None:
    """The kind of the office whose staff a phrase names: "the premier’s spokesman", "the African Union’s observers"."""
    before = head[: -role.length]
    if role.entry.source_type is not SourceType.UNKNOWN:
        return None
    boss = registry().role(before) if role.entry.staff else None
    decided = boss is not None and not boss.plural and boss.entry.source_type not in UNDECIDED
    observed = role.entry.name in ("observer", "monitor") and registry().longest_name(before) == len(before) > 0
    return registered_at(before) if observed else boss.entry.source_type if boss and decided else None


def _speaks_for(role: Tail[Role], head: tuple[str, ...], name: str) -> bool:
    """Whether a representative is one of somebody, and no member of a parliament: "a rep for Vale"."""
    return role.entry.name == "representative" and len(head) == role.length and " for " in name


def _kind_of_service(role: Tail[Role], head: tuple[str, ...]) -> SourceType | None:
    """The kind of the registered body that a phrase begins with, where its office is one of that body.

    "United Nations envoy" serves no government, and "European Union official" no trade union.
    """
    capital = next((n for n, word in enumerate(head) if word[:1].isupper()), 0) if role.entry.name == "source" else 0
    head = head[capital:]
    length = registry().longest_name(head)
    overlaps = 0 < length < len(head) < length + role.length
    serves = role.entry.source_type is SourceType.GOVERNMENT or role.entry.name == "source"
    if overlaps or (0 < length < len(head) and serves):
        return registered_at(head)
    return None


def _kind_of_outlet(head: tuple[str, ...]) -> SourceType | None:
    """The kind of the outlet that a phrase names before its noun: "the semi-official Tasnim news agency"."""
    found = (registered_at(head[n:]) for n, word in enumerate(head) if n and word[:1].isupper())
    return next((kind for kind in found if kind is SourceType.STATE_MEDIA), None)


def _counted(words: tuple[str, ...]) -> tuple[str, ...]:
    """What "a number of", "just 30 percent of all" and "nine in 10" count; the words themselves if nothing follows."""
    lowered = tuple(word.lower() for word in words)
    at = 0
    while at < len(words) and (lowered[at] in _BEFORE_QUANTITIES or _counts(lowered[at])):
        at += 1
    counting = any(map(_counts, lowered[:at]))
    if counting and lowered[at : at + 1] == ("in",) and _NUMBER.fullmatch("".join(lowered[at + 1 : at + 2])):
        return _counted(words[at + 2 :]) or words
    if not counting and lowered[at : at + 1] and lowered[at] in _MADE_UP and lowered[at + 1 : at + 2] == ("of",):
        made = registry().role(words[at + 2 : at + 2 + _head_end(words[at + 2 :])])
        return words[at + 2 :] if made and made.plural else words
    if not counting or lowered[at : at + 1] != ("of",):
        return words
    rest = words[at + 1 :]
    return _counted(rest[rest[:1] in (("the",), ("all",), ("these",), ("those",)) :]) or words


def _counts(word: str) -> bool:
    return word in _QUANTITIES or bool(_NUMBER.fullmatch(word))


def _head_end(words: tuple[str, ...]) -> int:
    """Where the head of a phrase ends: before a preposition, or a participle after a role."""
    for n, word in enumerate(words):
        participle = word.endswith(("ing", "ed")) and registry().role(words[:n]) is not None
        if n and (word.lower() in _AFTER_HEAD or participle):
            return n
    return len(words)


_FAMILIAR = re.compile(r"\b(?:familiar|close|briefed|with|who|that)\b")
"""What says how a source knows of those it is not one of."""

_FOLLOWING = frozenset(("supporter", "backer", "loyalist", "follower", "opponent", "detractor"))
OF_CLIENT = re.compile(r"(?:his|her|their|(?:the )?[\w’'. -]{1,40}['’]s?) (?:[a-z]+ )?agents?", re.IGNORECASE)
"""An agent who serves somebody and, where nothing says for whom he works, no service: "Roe’s agent", "her agent"."""


def _backs_office(name: str) -> bool:
    """Whether somebody is for or against a holder of an office: "supporters of the ousted premier"."""
    _, _, whom = name.partition(" of ")
    words = words_of(whom)
    offices = (registry().role(words[:stop]) for stop in range(1, len(words) + 1))
    held = [office.entry for office in offices if office and office.entry.source_type is SourceType.GOVERNMENT]
    return any(not office.of_body or office.name.endswith("president") for office in held)


_FROM_WITHIN = re.compile(r"^\w+ (?:in|at|within|inside|from) ")


def _kind_of_role(role: Role, name: str, people: People) -> SourceType:
    employer = kind_of_employer(_FAMILIAR.split(name)[0] if role.name == "source" else name, people)
    if employer is not None and role.name == "source" and _FROM_WITHIN.search(name):
        return employer
    if role.name in _FOLLOWING and _backs_office(name):
        return SourceType.POLITICAL
    if role.name == "agent" and employer is None and OF_CLIENT.fullmatch(name):
        return SourceType.BUSINESS
    if employer is not None and (role.name in _LIKE_THEIR_HEAD or role.of_body):
        return employer if employer is not SourceType.UNKNOWN or not role.of_body else role.source_type
    return role.source_type
