"""What kind of actor a named person is: by the offices the article gives, whom they serve, and the story."""

import re

import attrs

from provenance.classify.kinds import PARTISANS, PARTY, People, kind_of_body, kind_of_employer, words_of
from provenance.lexicon.registry import Role, fold, registry
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
ENOUGH, SOME = 4, 2
"""How many words of campaigning make a story one of a campaign, and how many make it touch one."""


@attrs.frozen(kw_only=True)
class Story:
    """What an article is about, as far as it decides what its people are: a campaign, and whose."""

    is_campaign: bool
    speaks_of_campaign: bool
    campaigners: frozenset[str]

    @classmethod
    def of(cls, text: str) -> "Story":
        """Read it off the words of a text."""
        words = sum(1 for _ in _CAMPAIGN.finditer(text))
        return cls(
            is_campaign=words >= ENOUGH,
            speaks_of_campaign=words >= SOME,
            campaigners=frozenset(_CAMPAIGNER.findall(text)),
        )


def kind_of_person(name: str, titles: tuple[str, ...], people: People, story: Story) -> tuple[SourceType, float]:
    """The kind of a named person and how sure it is.

    Whoever runs for an office is political. Otherwise the office decides, or for staff whom they serve; in the story
    of a campaign somebody without a present office who has a campaign, or is known for an office, is political.
    Without any office a person is a private one.
    """
    if any(_is_campaigning(title) for title in titles):
        return SourceType.POLITICAL, SURE
    stated = [kind for title in titles for kind in _kinds_in_title(title, people)]
    kind = next((k for k in stated if k is not SourceType.UNKNOWN), None)
    known = registry().figures.get(fold(name))
    former = bool(titles) and all("former" in title.lower() for title in titles)
    runs = known or former or name.rsplit(maxsplit=1)[-1] in story.campaigners
    private = kind in (None, SourceType.BUSINESS, SourceType.INDIVIDUAL, SourceType.NEWS_MEDIA) or (
        former and kind is SourceType.GOVERNMENT
    )
    if story.is_campaign and runs and private:
        return SourceType.POLITICAL, PROBABLE
    if kind is not None:
        return kind, SURE
    if known:
        return SourceType.POLITICAL if story.speaks_of_campaign else SourceType.GOVERNMENT, PROBABLE
    return (SourceType.UNKNOWN if stated else SourceType.INDIVIDUAL), GUESSED


def _is_campaigning(title: str) -> bool:
    words = words_of(title)
    for stop in range(1, len(words) + 1):
        found = registry().role(words[:stop])
        if found and "candidate" in (found.entry.name, *found.entry.kin):
            before = " ".join(words[max(0, stop - found.length - 2) : stop - found.length])
            if not _FORMER.search(before):
                return True
    return False


def _kinds_in_title(title: str, people: People) -> list[SourceType]:
    """The kinds that a title's roles and bodies give, the decisive one first."""
    roles = _roles_in(title)
    if not roles:
        return _kinds_without_role(title)
    employer = kind_of_employer(title, people)
    plain = [role.source_type for role in roles if not role.of_body]
    of_body = [role.source_type for role in roles if role.of_body]
    return [employer, *plain] if of_body and employer is not None else [*plain, *of_body]


def _roles_in(title: str) -> list[Role]:
    """The roles of a title, the longest of overlapping ones; where somebody stands counts only without any other."""
    found, words = list[Role](), words_of(title)
    for stop in range(1, len(words) + 1):
        tail = registry().role(words[:stop])
        if tail and not tail.plural:
            found = [*(r for r in found if r.name not in tail.entry.name.split()), tail.entry]
    return [role for role in found if role.name not in PARTISANS] or found


def _kinds_without_role(title: str) -> list[SourceType]:
    if PARTY.search(title):
        return [SourceType.POLITICAL]
    words = words_of(title)
    kind = kind_of_body(title) if words and len(words) <= 6 and words[0][:1].isupper() else SourceType.UNKNOWN
    return [] if kind is SourceType.UNKNOWN else [kind]
