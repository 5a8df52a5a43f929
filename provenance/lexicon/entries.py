"""What the tables of names and nouns hold: an organization, a state, a role, a word for a body or a document."""

from enum import StrEnum

import attrs

from provenance.lexicon import Entry
from provenance.models import Channel, SourceType


class Gender(StrEnum):
    """What a pronoun may refer to; a thing is an organization or a document."""

    FEMALE = "female"
    MALE = "male"
    THING = "thing"


HONORIFICS = {
    "mr": Gender.MALE,
    "mrs": Gender.FEMALE,
    "ms": Gender.FEMALE,
    "miss": Gender.FEMALE,
    "mx": None,
    "sir": Gender.MALE,
    "dame": Gender.FEMALE,
    "lord": Gender.MALE,
    "lady": Gender.FEMALE,
    "baroness": Gender.FEMALE,
    "baron": Gender.MALE,
    "shri": Gender.MALE,
    "smt": Gender.FEMALE,
    "datuk": Gender.MALE,
    "dato": Gender.MALE,
    "datin": Gender.FEMALE,
    "tan sri": Gender.MALE,
    "datuk seri": Gender.MALE,
    "dato seri": Gender.MALE,
    "datin seri": Gender.FEMALE,
    "puan": Gender.FEMALE,
    "encik": Gender.MALE,
    "ustaz": Gender.MALE,
    "haji": Gender.MALE,
    "alhaji": Gender.MALE,
    "alhaja": Gender.FEMALE,
    "hajia": Gender.FEMALE,
    "hajiya": Gender.FEMALE,
    "mallam": Gender.MALE,
    "mzee": Gender.MALE,
    "mama": Gender.FEMALE,
    "engr": None,
    "comrade": None,
    "madam": Gender.FEMALE,
    "mme": Gender.FEMALE,
    "herr": Gender.MALE,
    "frau": Gender.FEMALE,
    "monsieur": Gender.MALE,
    "madame": Gender.FEMALE,
    "señor": Gender.MALE,
    "señora": Gender.FEMALE,
}
"""Words that stand before a surname, and whose they are."""


OUTLETS = (SourceType.NEWS_MEDIA, SourceType.STATE_MEDIA)
"""The kinds of those that publish news."""


class Number(StrEnum):
    """How many a word stands for."""

    SINGULAR = "singular"
    PLURAL = "plural"


@attrs.frozen(kw_only=True)
class Organization(Entry):
    """A body known by name. `country` is an ISO 3166 code, where it belongs to one."""

    aliases: tuple[str, ...] = ()
    source_type: SourceType = attrs.field(converter=SourceType)
    country: str | None = None

    @property
    def forms(self) -> tuple[str, ...]:
        """The name and its aliases."""
        return (self.name, *self.aliases)


@attrs.frozen(kw_only=True)
class Country(Entry):
    """A state, with the words that stand for its government; `code` is ISO 3166."""

    code: str
    capitals: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """The state's own names."""
        return (self.name, *self.aliases)

    @property
    def government(self) -> str:
        """What to call its government: "North Korean government"."""
        return f"{self.demonyms[0] if self.demonyms else self.name} government"


@attrs.frozen(kw_only=True)
class Role(Entry):
    """A word for a person by what he or she does.

    `of_body`: the body they belong to decides their kind, when it is known. `staff`: unnamed, they speak for it.
    `office`: a title when written before a name. `collective`: one word for several people. `kin`: other words by which
    a story may take the same person up again. `address`: before a name it says how somebody is addressed, whatever else
    he or she does ("Dr.", "Justice"). `withheld`: what a story calls somebody whose name it keeps to itself.
    """

    plural: str | None = None
    short: tuple[str, ...] = ()
    source_type: SourceType = attrs.field(converter=SourceType)
    of_body: bool = False
    staff: bool = False
    office: bool = False
    kin: tuple[str, ...] = ()
    collective: bool = False
    address: bool = False
    withheld: bool = False
    gender: Gender | None = attrs.field(default=None, converter=attrs.converters.optional(Gender))

    @property
    def forms(self) -> tuple[str, ...]:
        """Singular, plural, and abbreviations of the office."""
        return tuple(dict.fromkeys((self.name, *([self.plural] if self.plural else []), *self.short)))


@attrs.frozen(kw_only=True)
class Body(Entry):
    """A word that makes a name an organization's; as a `noun` it stands for one in lower case too.

    `after_name`: only behind what it is called after, and not `but_after` some words: "the Harrow Star" is an outlet,
    "Star", "Nora Star" and "the North Star" are none. `surname`: people are called so too, "Mr. Post" and "Nora Post".
    `known_place`: so often a name of people that a place before it must be known by name.
    """

    source_type: SourceType = attrs.field(converter=SourceType)
    noun: bool = False
    plural: bool = False
    after_name: bool = False
    but_after: tuple[str, ...] = ()
    surname: bool = False
    known_place: bool = False

    @property
    def forms(self) -> tuple[str, ...]:
        """As part of a name and, for a noun, in lower case."""
        return (self.name, self.name.lower()) if self.noun else (self.name,)


POLLSTER = "pollster"
"""Who counts as the source of a poll, and the rule of a mention that was named so."""


@attrs.frozen(kw_only=True)
class DocumentNoun(Entry):
    """A word for a document; `source_type` where the kind of document fixes whose it is.

    `by` says who counts as the source when the words before the noun name them: a poll is its `pollster`'s, a news
    report its `outlet`'s. Of any other document the document is the source.
    """

    plural: str | None = None
    by: str | None = attrs.field(default=None, validator=attrs.validators.in_((None, POLLSTER, "outlet")))
    source_type: SourceType | None = attrs.field(default=None, converter=attrs.converters.optional(SourceType))
    channel: Channel = attrs.field(converter=Channel)

    @property
    def forms(self) -> tuple[str, ...]:
        """Singular and plural."""
        return (self.name, self.plural) if self.plural else (self.name,)


@attrs.frozen(kw_only=True)
class Pronoun(Entry):
    """A pronoun; `person` is third, first, relative, quantity or demonstrative."""

    number: Number | None = attrs.field(default=None, converter=attrs.converters.optional(Number))
    gender: Gender | None = attrs.field(default=None, converter=attrs.converters.optional(Gender))
    person: str


@attrs.frozen(kw_only=True)
class PublicFigure(Entry):
    """Somebody whom stories name by office and surname alone; `distinct` surnames need no office."""

    aliases: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    distinct: bool = False
    surname: str | None = None

    @property
    def forms(self) -> tuple[str, ...]:
        """The spellings of the full name."""
        return (self.name, *self.aliases)

    @property
    def short(self) -> str:
        """The surname: as given, else the full name's last word."""
        return self.surname or self.name.split()[-1]


@attrs.frozen(kw_only=True)
class ChannelWords(Entry):
    """Phrases that say by which channel a claim got out; `shared` are occasions on which several people speak.

    In a `scene` several speak in turn: who replies there speaks there too. Phrases of the channel `unspecified` only
    look as if they named one. What is said on one of `stations`, or told to a programme of theirs, is said on air.
    """

    channel: Channel = attrs.field(converter=Channel)
    phrases: tuple[str, ...]
    stations: tuple[str, ...] = ()
    shared: bool = False
    scene: bool = False

    @property
    def forms(self) -> tuple[str, ...]:
        """The phrases, with those of the stations."""
        theirs = (f"{way} {one}{mark}s" for one in self.stations for way in ("told", "to", "with") for mark in "'’")
        return (*self.phrases, *(f"on {one}" for one in self.stations), *theirs)


@attrs.frozen(kw_only=True)
class GivenNames(Entry):
    """The given names that nearly always have one gender, which is the entry's name."""

    given: tuple[str, ...]

    @property
    def forms(self) -> tuple[str, ...]:
        """The names."""
        return self.given
