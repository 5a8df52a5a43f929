"""What kind of actor a source is: by registry, by office, by the body it belongs to, by the words of its name."""

import re

from provenance.lexicon.registry import Role, registry
from provenance.models import Mention, SourceType

_FORMER = re.compile(r"(?<!\w)(?:former|ex|then|one-time|onetime|late|retired)(?!\w)", re.IGNORECASE)
_CAMPAIGNING = frozenset(("candidate", "nominee", "presidential candidate", "presidential nominee", "running mate"))
_PARTISANS = frozenset(("Democrat", "Republican", "conservative", "liberal", "progressive", "socialist", "communist"))
_QUANTITIES = frozenset(
    "number group groups majority handful dozens hundreds thousands scores couple pair crowd crowds".split()
)
_PARTY = re.compile(
    r"(?<!\w)(?:Republicans?|Democrats?|Democratic|GOP|G\.O\.P\.|Labour|Tory|Tories|Conservatives?)(?!\w)"
)
_ACADEMIC = re.compile(r"(?<!\w)(?:University|College|law school|Law School|School of|Medical School)(?!\w)")
_CHAMBERS = re.compile(r"(?<!\w)(?:House|Senate|congressional|Congressional|lawmakers?|legislators?|state)(?!\w)")
_CAUSES = re.compile(
    r"(?:Committee|Citizens|Center|Centre|Council|Americans|Coalition|Institute|Project|People) (?:for|on|to|Against|of) "
)
UNSURE = 0.6
"""How sure a kind is that rests on the lack of any office."""


def kind_of_body(name: str, hint: str = "") -> SourceType:
    """The kind of an organization: registered, else by the words of its name, the last of them first."""
    known = registry()
    if entry := known.organization(name):
        return entry.source_type
    if known.government(name):
        return SourceType.GOVERNMENT
    words = tuple(name.split())
    if _CAUSES.match(name):
        return SourceType.CIVIL_SOCIETY
    if (tail := known.body(words)) and not (tail.length == 1 and len(words) == 1 and words[0][:1].isupper()):
        return tail.entry.source_type
    if tail:
        return tail.entry.source_type
    if first := known.longest_name(words):
        part = " ".join(words[:first])
        if (entry := known.organization(part)) is not None:
            return entry.source_type
    for stop in range(len(words), 0, -1):
        if found := known.body(words[:stop]):
            return found.entry.source_type
    return SourceType.UNKNOWN


def kind_of_person(titles: tuple[str, ...], people: dict[str, SourceType]) -> SourceType | None:
    """The kind that what the text calls somebody gives; None when it says nothing.

    `people` gives the kinds already known by surname, for whoever speaks for one of them ("Roe spokesman John Poe").
    """
    kinds = [kind for title in titles for kind in _kinds_in_title(title, people)]
    if any(_is_campaigning(title) for title in titles):
        return SourceType.POLITICAL
    certain = [k for k in kinds if k is not SourceType.UNKNOWN]
    if certain:
        return certain[0]
    return SourceType.UNKNOWN if kinds else None


def _is_campaigning(title: str) -> bool:
    words = tuple(re.findall(r"[\w'’.-]+", title))
    for stop in range(1, len(words) + 1):
        found = registry().role(words[:stop])
        if found and ({found.entry.name, *found.entry.kin} & _CAMPAIGNING):
            before = " ".join(words[max(0, stop - found.length - 2) : stop - found.length])
            if not _FORMER.search(before):
                return True
    return False


def _kinds_in_title(title: str, people: dict[str, SourceType]) -> list[SourceType]:
    """The kinds that a title's roles and bodies give, the decisive one first."""
    words = tuple(re.findall(r"[\w'’.&-]+", title))
    found = list[Role]()
    for stop in range(1, len(words) + 1):
        if (tail := registry().role(words[:stop])) and not tail.plural:
            found = [r for r in found if r.name not in tail.entry.name.split()] + [tail.entry]
    found = [r for r in found if r.name not in _PARTISANS] or found
    if not found:
        party = [SourceType.POLITICAL] if _PARTY.search(title) else []
        short = len(words) <= 6 and words[:1] and words[0][:1].isupper()
        body = kind_of_body(title) if short else SourceType.UNKNOWN
        return party or ([body] if body is not SourceType.UNKNOWN else [])
    body = _body_in_title(title, words, people)
    of_body = [r for r in found if r.of_body]
    plain = [r.source_type for r in found if not r.of_body]
    if of_body and body is not None and not (plain and not found[0].of_body and body is SourceType.UNKNOWN):
        return [body, *plain]
    return [*plain, *(r.source_type for r in of_body)]


def _body_in_title(title: str, words: tuple[str, ...], people: dict[str, SourceType]) -> SourceType | None:
    """The kind of the body that a title names, or of the person somebody speaks for."""
    if _ACADEMIC.search(title):
        return SourceType.ACADEMIC
    known = registry()
    for n in range(len(words)):
        if not words[n][:1].isupper():
            continue
        if length := known.longest_name(words[n:]):
            part = " ".join(words[n : n + length])
            if (entry := known.organization(part)) is not None:
                return entry.source_type
    for n, word in enumerate(words):
        if word in people and not (n + 1 < len(words) and words[n + 1][:1].isupper()):
            return people[word]
    for n in range(len(words), 0, -1):
        tail = known.body(words[:n])
        if tail and (
            words[n - 1][:1].isupper() or tail.length > 1 or words[n - 1] in ("campaign", "police", "university")
        ):
            return tail.entry.source_type
    return None


_UNDECIDED = (SourceType.UNKNOWN, SourceType.INDIVIDUAL, SourceType.POLITICAL)


def kind_of_group(name: str, people: dict[str, SourceType]) -> SourceType:
    """The kind of several unnamed people, or of an unnamed person, by the noun that heads the phrase."""
    words = tuple(re.findall(r"[\w'’.&-]+", name))
    head = words
    if at := next((n for n, w in enumerate(words[:4]) if w == "of" and n and words[n - 1] in _QUANTITIES), 0):
        words = head = words[at + 1 :]
    for n, word in enumerate(words):
        if n and word.endswith(("ing", "ed")) and registry().role(words[:n]):
            head = words[:n]
            break
        if n and word.lower() in (
            "of",
            "for",
            "in",
            "at",
            "on",
            "with",
            "from",
            "to",
            "by",
            "familiar",
            "led",
            "who",
            "about",
        ):
            head = words[:n]
            break
    known = registry()
    role, body = known.role(head), known.body(head)
    party = _PARTY.search(" ".join(head))
    decided = role and role.entry.name not in _PARTISANS and role.entry.source_type not in _UNDECIDED
    if party and not decided:
        return SourceType.GOVERNMENT if _CHAMBERS.search(" ".join(head)) else SourceType.POLITICAL
    if role:
        return _kind_of_role(role.entry, name, words, people)
    if body:
        return body.entry.source_type
    if any(w in people for w in head):
        return (
            SourceType.POLITICAL
            if people[next(w for w in head if w in people)] is SourceType.POLITICAL
            else SourceType.UNKNOWN
        )
    return SourceType.UNKNOWN


def _kind_of_role(role: Role, name: str, words: tuple[str, ...], people: dict[str, SourceType]) -> SourceType:
    body = _body_in_title(name, words, people)
    if role.name in ("supporter", "surrogate", "ally", "aide", "adviser", "advisor") and body is not None:
        return body
    if role.of_body and body is not None and body is not SourceType.UNKNOWN:
        return body
    return role.source_type


def kind_of_document(mention: Mention) -> SourceType:
    """The kind of a document's author: by its noun, else by the body its name mentions."""
    known, words = registry(), tuple(re.findall(r"[\w'’.&/-]+", mention.name))
    for stop in range(1, len(words) + 1):
        found = known.document(words[:stop])
        if found and found.entry.source_type and found.entry.source_type is SourceType.JUDICIARY:
            return SourceType.JUDICIARY
    if any(w.lower() in ("court", "judge", "grand") for w in words):
        return SourceType.JUDICIARY
    for n in range(len(words)):
        for part in (words[n:], tuple(words[n].split("/"))):
            if length := known.longest_name(part):
                name = " ".join(part[:length])
                if entry := known.organization(name):
                    return entry.source_type
                return SourceType.GOVERNMENT
    if _ACADEMIC.search(mention.name):
        return SourceType.ACADEMIC
    for stop in range(1, len(words) + 1):
        if words[stop - 1][:1].isupper() and (tail := known.body(words[:stop])):
            return tail.entry.source_type
    for stop in range(1, len(words) + 1):
        found = known.document(words[:stop])
        if found:
            return found.entry.source_type or SourceType.UNKNOWN
    return SourceType.UNKNOWN
