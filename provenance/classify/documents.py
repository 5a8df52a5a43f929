"""What kind of author a document has: by its noun, or by whose the words around it say it is."""

import re
from collections.abc import Iterator

from provenance.classify.kinds import (
    LIKE_BODIES,
    OF_STATE,
    UNDECIDED,
    UNIVERSITY,
    People,
    first_known,
    kind_of_body,
    kind_of_employer,
    kind_of_group,
    registered_at,
    words_of,
)
from provenance.lexicon.entries import POLLSTER, Body, DocumentNoun
from provenance.lexicon.grammar import small_words
from provenance.lexicon.registry import Tail, registry
from provenance.models import SourceType

_POSSESSIVE = re.compile(r"['’]s?$")
_OFFICIAL = frozenset(("official", "federal"))
"""Words that say a document is a state's without saying which office drew it up."""


_HANDED = re.compile(r"\s(?:seen|obtained|reviewed|viewed|examined) by\s")
"""What says who has read a document, who did not write it."""


def kind_of_document(name: str, people: People) -> SourceType:
    """The kind of a document's author: court papers by their noun, others by whose the name says they are."""
    words = _without_asked(tuple(re.findall(r"[\w'’.&/-]+", _HANDED.split(name)[0] or name)))
    return first_known(_document_kinds(" ".join(words), words, people)) or SourceType.UNKNOWN


def _kind_of_possessor(words: tuple[str, ...], people: People) -> SourceType | None:
    """The kind of whose a document is: "the minister’s memo", "WHO’s guidance", "Vale’s white paper"."""
    at = next((n for n, word in enumerate(words) if word.endswith(("'s", "’s", "s'", "s’"))), None)
    if at is None:
        return None
    owner = words_of(" ".join(words[: at + 1]))
    starts = (owner[n:] for n in range(len(owner)) if owner[n][:1].isupper())
    if owner[-1].lower() in small_words("places"):
        return SourceType.GOVERNMENT
    named = first_known(registered_at(start) for start in starts if registry().longest_name(start) == len(start))
    role, registered = registry().role(owner), any(registry().longest_name(owner[n:]) for n in range(len(owner)))
    plain = owner[-1].islower() and kind_of_employer(" ".join(owner), people) is None
    said = role.entry.source_type if role and plain else None
    known = None if registered else people.get(owner[-1])
    return named or known or (None if said in UNDECIDED else said)


_CAMEL = re.compile(r"[A-Z][a-z]+[A-Z]\w+|[A-Z]\w*(?:[Pp]oll|[Ii]nsight|[Rr]esearch|[Aa]nalytics|[Ss]urvey)s?")
"""How polling firms spell their names."""


def _kind_of_pollster(words: tuple[str, ...], nouns: list[DocumentNoun]) -> SourceType | None:
    """The kind of a firm that the tables do not know, right before its poll: "a YouPoll survey"."""
    polls = any(noun.by == POLLSTER for noun in nouns)
    return SourceType.CIVIL_SOCIETY if polls and any(_CAMEL.fullmatch(word) for word in words[:-1]) else None


def _without_asked(words: tuple[str, ...]) -> tuple[str, ...]:
    """A document's words without whom a poll asked: in "a poll of union members" no union speaks."""
    for stop in range(1, len(words)):
        noun = registry().document(words[:stop])
        if noun and noun.entry.by == POLLSTER and words[stop].lower() in ("of", "among"):
            author = next((n for n in range(stop, len(words)) if words[n].lower() in ("by", "from", "for")), len(words))
            return words[:stop] + words[author:]
    return words


def _document_kinds(name: str, words: tuple[str, ...], people: People) -> Iterator[SourceType | None]:
    nouns = _documents_in(words)
    court = any(w.lower() in ("court", "judge") for w in words) or "grand jury" in name.lower()
    yield SourceType.JUDICIARY if court or any(n.source_type is SourceType.JUDICIARY for n in nouns) else None
    possessor = _kind_of_possessor(words, people)
    yield possessor if possessor is not SourceType.INDIVIDUAL else None
    for n, word in enumerate(words):
        for part in (words[n:], *((tuple(word.split("/")),) if "/" in word else ())):
            length = 0 if _is_posted_on(part) else registry().longest_name(part)
            if length and not (length == 1 and _begins_a_name(part)):
                kind = kind_of_body(" ".join(part[:length]))
                # A state before a poll is where people were asked.
                yield None if kind is SourceType.GOVERNMENT and any(n.by == POLLSTER for n in nouns) else kind
    yield SourceType.GOVERNMENT if OF_STATE.search(name) else None
    yield SourceType.ACADEMIC if UNIVERSITY.search(name) else None
    yield from (tail.entry.source_type for tail in _bodies_beside(words))
    yield _kind_of_pollster(words, nouns)
    yield from (noun.source_type for noun in nouns)
    yield SourceType.GOVERNMENT if any(word.lower() in _OFFICIAL for word in words) else None
    yield possessor
    sender = next((n for n, word in enumerate(words) if n and word in _SENDERS), len(words))
    yield kind_of_group(" ".join(words[sender + 1 :]), people) if sender + 1 < len(words) else None


_SENDERS = ("from", "by", "among", "within", "inside")
"""What stands before those from whom a document comes, or among whom it goes round."""

_PLATFORMS = frozenset(("Facebook", "TikTok", "Twitter"))
_POSTED = frozenset("page account post posts feed video videos profile channel group message thread livestream".split())


def _is_posted_on(words: tuple[str, ...]) -> bool:
    """Whether a firm is only where something was posted: "the village’s Facebook page"."""
    return len(words) > 1 and words[0] in _PLATFORMS and words[1].lower() in _POSTED


def _bodies_beside(words: tuple[str, ...]) -> Iterator[Tail[Body]]:
    """The words for bodies in a document's name, the first first, but for its noun: "Records" are no record company.

    Of a name with several the last counts, unless a university comes first: a center at one is part of it.
    """
    for stop in range(1, len(words) + 1):
        last, noun = _POSSESSIVE.sub("", words[stop - 1]), registry().document(words[:stop])
        tail = registry().body((*words[: stop - 1], last)) if last[:1].isupper() or last in LIKE_BODIES else None
        scholarly = tail is not None and tail.entry.source_type is SourceType.ACADEMIC
        if words[stop - 1].startswith("group") and last != words[stop - 1]:
            continue
        if tail and not (noun and noun.length >= tail.length) and (scholarly or not _goes_on(words, stop)):
            yield tail


def _goes_on(words: tuple[str, ...], stop: int) -> bool:
    """Whether the name of a body goes on behind a word for one: "Police" of "Police Department"."""
    if _POSSESSIVE.search(words[stop - 1]):
        return False
    run = next((n for n in range(stop, len(words)) if not words[n][:1].isupper()), len(words))
    return any(registry().body(words[:end]) for end in range(stop + 1, run + 1))


def _begins_a_name(words: tuple[str, ...]) -> bool:
    """Whether a word is likelier somebody's given name than the body that shares it: "Petra Vale’s letter"."""
    return len(words) > 1 and words[0].istitle() and words[1][:1].isupper()


def _documents_in(words: tuple[str, ...]) -> list[DocumentNoun]:
    """The nouns for documents in a name, none that is part of another or only describes it.

    An "opinion poll" is no court's opinion, and a "brief memo" no brief.
    """
    found = {stop: tail for stop in range(1, len(words) + 1) if (tail := registry().document(words[:stop]))}
    inside = {at for stop, tail in found.items() for at in range(stop - tail.length + 1, stop)}
    return [
        tail.entry
        for stop, tail in found.items()
        if stop not in inside and not (tail.entry.name in _ADJECTIVES and stop + 1 in found)
    ]


_ADJECTIVES = frozenset(("brief",))
"""Nouns for documents that before another one say how long it is."""
