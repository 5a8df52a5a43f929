"""Who and what is known by name: organizations, states, roles, documents and pronouns, looked up word by word.

The tables are the files beside this module; `registry()` joins them into dictionaries once per process. Names are
compared as written, apart from curly apostrophes, full stops in acronyms and a leading "the": "Time" is a magazine,
"time" is not.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Generic, TypeVar

import attrs

from provenance.lexicon import Entry, Table, word_pattern
from provenance.lexicon.entries import (
    HONORIFICS,
    Body,
    ChannelWords,
    Country,
    DocumentNoun,
    Gender,
    GivenNames,
    Organization,
    Pronoun,
    PublicFigure,
    Role,
)
from provenance.lexicon.grammar import small_words
from provenance.lexicon.joining import first, openers, singulars
from provenance.models import SourceType

T = TypeVar("T")

LONGEST = 4
"""How many words the longest noun of the tables has."""

TOWNS = "given names of towns"
"""The list of given names that are no sign of a person before an outlet's word."""

_ARTICLE = re.compile(r"^[Tt]he\s+(?=\w)")
_ACRONYM = re.compile(r"(?:[A-Z]\.){2,}[A-Z]?(?:\s\w.*)?")

STATE_MEDIA = Table("state_media.yml", Organization)
NEWS_MEDIA = Table("news_media.yml", Organization)
PICTURE_AGENCIES = Table("picture_agencies.yml", Organization)
INTERGOVERNMENTAL = Table("intergovernmental.yml", Organization)
ORGANIZATIONS = Table("organizations.yml", Organization)
COUNTRIES = Table("countries.yml", Country)
ROLES = Table("roles.yml", Role)
BODIES = Table("bodies.yml", Body)
DOCUMENTS = Table("documents.yml", DocumentNoun)
PRONOUNS = Table("pronouns.yml", Pronoun)
ANONYMITY = Table("anonymity.yml", Entry)
PUBLIC_FIGURES = Table("public_figures.yml", PublicFigure)
CHANNELS = Table("channels.yml", ChannelWords)
GIVEN_NAMES = Table("given_names.yml", GivenNames)


@attrs.frozen(kw_only=True)
class Government:
    """A word that stands for a state's government; `by` says what it is: name, capital or demonym."""

    country: Country
    by: str


@attrs.frozen(kw_only=True)
class Tail(Generic[T]):
    """A noun of a table found at the end of some words: its entry, how many words it takes, whether it is plural."""

    entry: T
    length: int
    plural: bool


@attrs.frozen(kw_only=True)
class Registry:
    """The tables as dictionaries, keyed by `spelling` (names) or by words in lower case (nouns)."""

    organizations: dict[str, Organization]
    pictures: dict[str, Organization]
    governments: dict[str, Government]
    countries: dict[str, Country]
    roles: dict[tuple[str, ...], tuple[Role, bool]]
    offices: dict[tuple[str, ...], Role]
    bodies: dict[tuple[str, ...], tuple[Body, bool]]
    documents: dict[tuple[str, ...], tuple[DocumentNoun, bool]]
    pronouns: dict[str, Pronoun]
    given_names: dict[str, Gender]
    figures: dict[str, PublicFigure]
    surnames: dict[str, list[PublicFigure]]
    anonymity: re.Pattern[str]
    openers: dict[str, int]

    def organization(self, name: str) -> Organization | None:
        """The organization known by this name."""
        return self.organizations.get(spelling(name))

    def government(self, name: str) -> Government | None:
        """The government that a state's name, capital or demonym stands for."""
        return self.governments.get(spelling(name))

    def public_figure(self, surname: str, titles: Iterable[str]) -> PublicFigure | None:
        """The one public figure whom a bare surname means: by an office among `titles`, or because it is distinct."""
        named = self.surnames.get(surname, [])
        stated = " ".join(titles).lower()
        found = [e for e in named if any(o.lower() in stated for o in e.offices)] or [e for e in named if e.distinct]
        return found[0] if len(found) == 1 else None

    def longest_name(self, words: tuple[str, ...]) -> int:
        """How many of the first words are the name of an organization or state, as many as possible, or 0."""
        most = min(len(words), self.openers.get(spelling(words[0]), 0)) if words else 0
        names = ((n, spelling(" ".join(words[:n]))) for n in range(most, 0, -1))
        return next((n for n, name in names if name in self.organizations or name in self.governments), 0)

    def role(self, words: tuple[str, ...]) -> Tail[Role] | None:
        """The longest role that `words` end with."""
        return _tail(self.roles, words)

    def body(self, words: tuple[str, ...]) -> Tail[Body] | None:
        """The longest word for a body that `words` end with."""
        found = _tail(self.bodies, words) or self._compound(words)
        if found and (self.is_surname(words) or not self._follows_name(found, words)):
            return None
        if found or not words or not (words[-1].islower() or len(words) == 1):
            return found
        tails = (_tail(self.bodies, (*words[:-1], single)) for single in singulars(words[-1]))
        return next((Tail(entry=t.entry, length=t.length, plural=True) for t in tails if t and t.entry.noun), None)

    def is_of_bodies_and_people(self, word: str) -> bool:
        """Whether a word by which bodies are called is a surname too: "Post", "Sun", "Steel", "Walker-Post"."""
        found = self.bodies.get((word.rpartition("-")[2].lower(),))
        return found is not None and (found[0].surname or found[0].after_name)

    def _compound(self, words: tuple[str, ...]) -> Tail[Body] | None:
        """The outlet's word that a word with a hyphen ends in: "Democrat-Gazette"; two make a name: "Post-Dispatch"."""
        first, _, last = words[-1].partition("-") if words else ("", "", "")
        if not (first[:1].isupper() and last[:1].isupper()):
            return None
        found, other = self.bodies.get((last.lower(),)), self.bodies.get((first.lower(),))
        if not found or found[0].source_type is not SourceType.NEWS_MEDIA:
            return None
        alone = other is not None and other[0].source_type is SourceType.NEWS_MEDIA
        return Tail(entry=attrs.evolve(found[0], after_name=not alone), length=1, plural=False)

    def _follows_name(self, tail: Tail[Body], words: tuple[str, ...]) -> bool:
        """Whether a word for bodies that needs to be called after something can be so by the words before it."""
        before = words[: len(words) - tail.length]
        if not tail.entry.after_name:
            return True
        if not before or not words[-1][:1].isupper() or not before[-1][:1].isupper():
            return False
        if before[-1] in tail.entry.but_after or before[-1].lower() in ("the", "a", "an"):
            return False
        return len(before) > 1 or not tail.entry.known_place or self.longest_name(before) == len(before)

    def is_surname(self, words: tuple[str, ...]) -> bool:
        """Whether a word for bodies ends a person's name: behind an office, or a given name that no town bears."""
        before = words[:-1]
        if not before or not self.is_of_bodies_and_people(words[-1]):
            return False
        if is_honored(before) or self.office(before) == len(before):
            return True
        titled = len(before) > 1 and (is_honored(before[:-1]) or self.role(before[:-1]) is not None)
        given = before[-1] in self.given_names and before[-1].lower() not in small_words(TOWNS)
        return given and (len(before) == 1 or titled)

    def document(self, words: tuple[str, ...]) -> Tail[DocumentNoun] | None:
        """The longest word for a document that `words` end with."""
        return _tail(self.documents, words)

    def office(self, words: tuple[str, ...]) -> int:
        """How many of the first words are an office written before a name ("House Speaker"), or 0."""
        longest = min(LONGEST, len(words))
        return next((n for n in range(longest, 0, -1) if lower(words[:n]) in self.offices), 0)


@cache
def registry() -> Registry:
    """All tables, joined once.

    Raises:
        DamagedLexicon: if a file breaks its schema.
    """
    known = [e for t in (STATE_MEDIA, INTERGOVERNMENTAL, ORGANIZATIONS, NEWS_MEDIA) for e in t.entries()]
    organizations = first((spelling(form), e) for e in known for form in e.forms)
    governments, roles = _governments(), ROLES.entries()
    return Registry(
        organizations=organizations,
        pictures=first((spelling(form), e) for e in PICTURE_AGENCIES.entries() for form in e.forms),
        governments=governments,
        countries={e.code: e for e in COUNTRIES.entries()},
        roles=first((_words(form), (e, form == e.plural or e.collective)) for e in roles for form in e.forms),
        offices=first((_words(form), e) for e in roles if e.office or e.short for form in (e.name, *e.short)),
        bodies=first((_words(e.name), (e, e.plural)) for e in BODIES.entries()),
        documents=first((_words(form), (e, form == e.plural)) for e in DOCUMENTS.entries() for form in e.forms),
        pronouns={e.name: e for e in PRONOUNS.entries()},
        given_names={name: Gender(e.name) for e in GIVEN_NAMES.entries() for name in e.given},
        figures=first((fold(form), e) for e in PUBLIC_FIGURES.entries() for form in e.forms),
        surnames=_by_surname(),
        anonymity=re.compile("|".join(word_pattern(e.name).pattern for e in ANONYMITY.entries()), re.IGNORECASE),
        openers=openers((*organizations, *governments)),
    )


DESCRIBED = "body-described"
"""The rule of a mention whose noun says what its name alone does not."""

OUTLET_NOUN = "outlet-noun"
"""The rule of a mention that a noun beside the name makes an outlet: "the Harrow newspaper", "broadcaster HBN"."""

STAFF_OF_FIRM = "staff-of-firm"
"""The rule of a mention of a company that only its executive makes one: "a Harrow executive"."""

CALL_SIGN = "call-sign"
"""The rule of a mention of a station by its call sign: "KHAR-TV"."""


def noun_before(words: tuple[str, ...]) -> Tail[Body] | None:
    """The noun for a body that words before a name end in: "the state news agency" KCNA."""
    found = registry().body(words) if words and words[-1].islower() else None
    return found if found and found.entry.noun else None


def is_honored(words: tuple[str, ...]) -> bool:
    """Whether words before a name end in an honorific: "Mr.", "Deputy Dame", "Tan Sri"."""
    last = lower(words[-2:])
    return last[-1] in HONORIFICS or " ".join(last) in HONORIFICS


def spelling(name: str) -> str:
    """A name as the tables compare it: straight apostrophes, no full stops in acronyms, no leading article."""
    name = _ARTICLE.sub("", " ".join(name.replace("’", "'").split())).replace(" news agency", " News Agency")
    return name.replace(".", "") if _ACRONYM.fullmatch(name) else name


def fold(name: str) -> str:
    """A name as keys compare it: lower case, no accents, hyphens or punctuation, no leading article."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", spelling(name)) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", plain.casefold().replace("'", ""))) or name.strip().casefold()


def lower(words: tuple[str, ...]) -> tuple[str, ...]:
    """Words as the tables of nouns compare them."""
    return tuple(word.replace("’", "'").lower().rstrip(".") for word in words)


def _words(form: str) -> tuple[str, ...]:
    return lower(tuple(form.split()))


def _governments() -> dict[str, Government]:
    return first(
        (spelling(form), Government(country=country, by=by))
        for country in COUNTRIES.entries()
        for by, forms in (("name", country.forms), ("capital", country.capitals), ("demonym", country.demonyms))
        for form in forms
    )


def _by_surname() -> dict[str, list[PublicFigure]]:
    found: dict[str, list[PublicFigure]] = {}
    for entry in PUBLIC_FIGURES.entries():
        found.setdefault(entry.short, []).append(entry)
    return found


def _tail(table: Mapping[tuple[str, ...], tuple[T, bool]], words: tuple[str, ...]) -> Tail[T] | None:
    compared = lower(words[-LONGEST:])
    for length in range(len(compared), 0, -1):
        if entry := table.get(compared[-length:]):
            return Tail(entry=entry[0], length=length, plural=entry[1])
    return None
