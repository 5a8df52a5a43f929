"""What a policy is made of: rules that count things of an article and hold the number, or its share, to a limit."""

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction

import attrs

from provenance.models import Channel, Identity, Quotation, SentenceStatus, SourceType, Stance

Facts = Mapping[str, frozenset[str]]
"""What is known about one counted thing: for each key of its subject, the values that it has."""

NOBODY = "unstated"
"""In place of a kind of source: the article names nobody."""


LONGEST_PHRASE = 6
"""How many words of a cue can be asked for, at most."""


class Severity(StrEnum):
    """What a broken rule means: a breach fails the check, a warning is only told."""

    BREACH = "breach"
    WARNING = "warning"


class Subject(StrEnum):
    """What a rule counts."""

    CLAIMS = "claims"
    SOURCES = "sources"
    SENTENCES = "sentences"
    PHOTOGRAPHS = "photographs"


class Relayer(StrEnum):
    """Who stands between a claim's source and the article."""

    NOBODY = "nobody"
    NAMED = "named"
    UNNAMED = "unnamed"
    UNSTATED = "unstated"


@attrs.frozen(kw_only=True)
class Key:
    """Something by which things are chosen: what it means, and its values; any words if there are none.

    A thing is chosen if it has one of the wanted values, or, by a key that is `exclusive`, no others than these.
    """

    means: str
    values: tuple[str, ...] = ()
    exclusive: bool = False


TYPES = (*(kind.value for kind in SourceType if kind is not SourceType.PHOTO_CREDIT), NOBODY)
YES_NO = ("true", "false")

KEYS: Mapping[Subject, Mapping[str, Key]] = {
    Subject.CLAIMS: {
        "source_type": Key(means="what kind of source makes the claim; of several, the first", values=TYPES),
        "only_source_type": Key(
            means="all who make the claim are of these kinds; whoever passed it on is no second source",
            values=TYPES,
            exclusive=True,
        ),
        "chain_type": Key(
            means="somebody in the claim's chain is of these kinds: who makes it or who passed it on", values=TYPES
        ),
        "identity": Key(means="how well the claim's source is identified", values=tuple(v.value for v in Identity)),
        "source": Key(means="the name of somebody in the claim's chain, capitals aside"),
        "relayer": Key(
            means="who stands between the source and the article; `unnamed` is somebody without a name (“reporters”), "
            "`unstated` is a claim hedged by “reportedly” or “allegedly” without anybody at all",
            values=tuple(v.value for v in Relayer),
        ),
        "channel": Key(means="how the claim got out", values=tuple(v.value for v in Channel)),
        "quotation": Key(means="how much of it stands in quotation marks", values=tuple(v.value for v in Quotation)),
        "cue": Key(means="whole words of the reporting words, capitals aside: `claimed`, `made it clear`"),
        "cue_stance": Key(means="whether the reporting words take a side", values=tuple(v.value for v in Stance)),
        "told": Key(means="whether it is somebody's word or thought, not only an act or a wish", values=YES_NO),
        "hedged": Key(means="whether “reportedly” or “allegedly” hedges it", values=YES_NO),
    },
    Subject.SOURCES: {
        "source_type": Key(means="what kind of source it is", values=TYPES[:-1]),
        "identity": Key(
            means="how well it is identified", values=tuple(v.value for v in Identity if v is not Identity.UNSTATED)
        ),
    },
    Subject.SENTENCES: {
        "status": Key(
            means="whether the sentence rests on a stated source",
            values=(SentenceStatus.ATTRIBUTED.value, SentenceStatus.UNATTRIBUTED.value),
        ),
    },
    Subject.PHOTOGRAPHS: {
        "credited": Key(means="whether the caption comes with a credit", values=YES_NO),
    },
}
"""By what a rule can choose among the things that it counts."""


@attrs.frozen(kw_only=True)
class Condition:
    """Which values of a key a thing must have to be counted."""

    key: str
    values: frozenset[str]

    def holds(self, facts: Facts, key: Key) -> bool:
        """Whether a thing with these facts is chosen."""
        has = facts[self.key]
        return bool(has) and (has <= self.values if key.exclusive else bool(has & self.values))


@attrs.frozen(kw_only=True)
class Limit:
    """How many there may be at most, or must be at least; of a share, how many in a hundred."""

    number: Fraction
    is_most: bool
    is_share: bool

    def allows(self, count: int, total: int) -> bool:
        """Whether `count` of `total` keeps to the limit; of nothing there is no share to limit."""
        if self.is_share and not total:
            return True
        measured = Fraction(100 * count, total) if self.is_share else Fraction(count)
        return measured <= self.number if self.is_most else measured >= self.number

    def __str__(self) -> str:
        """The limit in words: "at most 20%"."""
        return f"at {'most' if self.is_most else 'least'} {float(self.number):.10g}{'%' * self.is_share}"


@attrs.frozen(kw_only=True)
class Scope:
    """Which articles a rule is for: those of these outlets (all, if none is given), with so many claims or more."""

    outlets: tuple[str, ...] = ()
    claims: int = 0


@attrs.frozen(kw_only=True)
class Rule:
    """A rule by name: what it counts, which of them, how many there may be, and what it means when broken."""

    name: str
    count: Subject
    where: tuple[Condition, ...] = ()
    limit: Limit
    severity: Severity
    why: str = ""
    scope: Scope = attrs.field(factory=Scope)

    def chooses(self, facts: Facts) -> bool:
        """Whether a thing of the rule's subject is among those it counts."""
        return all(condition.holds(facts, KEYS[self.count][condition.key]) for condition in self.where)


@attrs.frozen(kw_only=True)
class Policy:
    """Rules in their order; claims that the program is less sure of than `confidence` (0 to 1) are set apart."""

    confidence: float
    rules: tuple[Rule, ...]
