"""The offices that a title names, and what somebody is by the way they are addressed."""

import re

import attrs

from provenance.classify.kinds import PARTISANS, words_of
from provenance.lexicon.entries import Role
from provenance.lexicon.grammar import small_words
from provenance.lexicon.registry import lower, registry
from provenance.models import SourceType


@attrs.frozen(kw_only=True)
class Office:
    """A role that a title names, and the kind it gives whoever holds it."""

    role: Role
    kind: SourceType


@attrs.frozen(kw_only=True)
class _Place:
    """Where a role stands in the words of a part of a title."""

    role: Role
    first: int
    stop: int


_PARTS = re.compile(r"[,;()]")
_WORDS = re.compile(r"[\w'’.&-]+")
_SHADOW = "shadow"
"""Whoever holds an office in the shadows is of the opposition."""

_AFTER_NAME = {"SC": SourceType.JUDICIARY, "TD": SourceType.GOVERNMENT}
"""Capitals behind a name that are no word of the tables."""


def offices_in(title: str) -> list[Office]:
    """The offices of a title, the longest of overlapping ones.

    Of roles side by side the last is the office: a local health minister is a minister, a police captain's widow a
    widow. Where somebody stands counts only without any other, and a form of address not at all.
    """
    found = [office for part in _PARTS.split(title) for office in _offices_of(_own(part))]
    offices = [office for office in found if office.role.name not in PARTISANS]
    return offices if any(office.kind is not SourceType.UNKNOWN for office in offices) else found


def kind_of_address(name: str, titles: tuple[str, ...]) -> SourceType | None:
    """What somebody is by the way they are addressed ("Dr.", "Justice") or by the capitals at their name ("KC")."""
    parts = (tuple(_WORDS.findall(part)) for title in titles for part in _PARTS.split(title))
    for words in parts:
        for place in _places(words):
            if _is_address(place, words):
                return place.role.source_type
    written = name.split()
    if name.isupper() or len(written) < 2:
        return None
    for word in (written[0], written[-1]):
        role = registry().role((word,)) if word.isalpha() and word.isupper() and len(word) > 1 else None
        if role:
            return role.entry.source_type
    return _AFTER_NAME.get(written[-1])


def _own(part: str) -> tuple[str, ...]:
    """The words of a part of a title before what they say of somebody else: "whose father was the pastor"."""
    return tuple(_WORDS.findall(part.partition(" whose ")[0]))


def _offices_of(written: tuple[str, ...]) -> list[Office]:
    places = [p for p in _places(written) if not _is_address(p, written) and not _names_a_body(p, written)]
    heads = [
        place for n, place in enumerate(places) if n + 1 == len(places) or not _describes(place, places[n + 1], written)
    ]
    return [Office(role=place.role, kind=_kind(place, written)) for place in heads]


def _places(written: tuple[str, ...]) -> list[_Place]:
    """The roles in the words of a part, none within another, none of several people."""
    words, found = words_of(" ".join(written)), list[_Place]()
    for stop in range(1, len(words) + 1):
        tail = registry().role(words[:stop])
        if tail and not tail.plural:
            first = stop - tail.length
            here = _Place(role=tail.entry, first=first, stop=stop)
            found = [*(place for place in found if place.first < first), here]
    return found


def _describes(role: _Place, following: _Place, written: tuple[str, ...]) -> bool:
    """Whether a role only says what sort of office the next one is, or whose: no office of its own."""
    between = written[role.stop : following.first]
    if any(_parts(word.lower()) for word in between) or following.first < role.stop:
        return False
    if any(word.endswith(("'s", "’s", "s'", "s’")) for word in written[role.stop - 1 : following.first]):
        return not following.role.of_body
    titled = _is_short(following, written)
    return not titled or role.role.source_type is SourceType.INDIVIDUAL


def _names_a_body(place: _Place, written: tuple[str, ...]) -> bool:
    """Whether a role is only what a body is called after: "King’s College", "the President’s Council"."""
    owns = written[place.stop - 1][:1].isupper() and written[place.stop - 1].endswith(("'s", "’s"))
    following = written[place.stop : place.stop + 1]
    return owns and "".join(following)[:1].isupper() and registry().role(following) is None


def _is_address(place: _Place, written: tuple[str, ...]) -> bool:
    if not place.role.address:
        return False
    return place.stop - place.first == len(written) or _is_short(place, written)


def _is_short(place: _Place, written: tuple[str, ...]) -> bool:
    """Whether a role is written as before a name: "Gen.", "Dr"."""
    return lower(words_of(" ".join(written))[place.first : place.stop]) != lower(tuple(place.role.name.split()))


def _parts(word: str) -> bool:
    """Whether a word parts two roles, so that each is one of its own."""
    return word in small_words("phrase ends") or word in ("and", "or", "turned")


def _kind(place: _Place, written: tuple[str, ...]) -> SourceType:
    if _presides_elsewhere(place, written):
        return SourceType.UNKNOWN
    if place.role.name == "advocate" and _is_at_the_bar(place, written):
        return SourceType.JUDICIARY
    shadowy = any(word.lower() == _SHADOW for word in written[max(0, place.first - 3) : place.first])
    return SourceType.POLITICAL if shadowy else place.role.source_type


def _is_at_the_bar(place: _Place, written: tuple[str, ...]) -> bool:
    """Whether an advocate pleads in court, as the word is a title of its own: "Advocate", "counsel Advocate"."""
    last = place.stop == len(written) and written[place.first] == "Advocate"
    return last and (place.first == 0 or written[place.first - 1].islower())


def _presides_elsewhere(place: _Place, written: tuple[str, ...]) -> bool:
    """Whether a president is one of what is named before, and that is no state: "Harrow Bridge President"."""
    first = place.first
    while first > 0 and written[first - 1][:1].isupper() and written[first - 1].lower() not in small_words("modifiers"):
        first -= 1
    names = written[first : place.first]
    if not place.role.name.endswith("president") or not place.role.of_body or not names:
        return False
    state = any(registry().government(name) for name in (" ".join(names), *names[-1:]))
    called = written[place.first].islower() or len(names) > 1
    return called and not state and not names[-1].endswith(_OF_NATIONS)


_OF_NATIONS = ("an", "ese", "ish", "i", "ic")
"""How words end that say of which nation a president is."""
