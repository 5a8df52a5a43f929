"""Titles of books, films and programmes in quotation marks, cited as sources."""

import re

from provenance.lexicon.registry import registry
from provenance.models import Mention, Role, SourceType, Span
from provenance.resolve.known import known_body
from provenance.resolve.scene import Scene

TITLE = "title-of-work"
WORKS = frozenset("book novel memoir biography film movie documentary".split())
"""What a title stands for, so that a bare "the book" takes it up."""

_QUOTED = re.compile(
    r"(?:“(?P<curly>[^“”]{3,100}?)[,.]?”|\"(?P<straight>[^\"]{3,100}?)[,.]?\"|‘(?P<single>[^‘“”]{3,100}?)[,.]?’)(?!\w)"
)
_BY = re.compile(r",?\s+by\s+[A-Z]")
_NOTHING_MORE = re.compile(r"\s*(?:[,(;:—–].*)?", re.DOTALL)
_SMALL = frozenset("a an and as at but by for from in into is it of on or over the to up with vs".split())
"""Words that stay small in a title."""


def name_work(scene: Scene, span: Span) -> Mention | None:
    """The work whose title in quotation marks a source's words begin with; None when they quote something else.

    Who made it stands after "by" and is not the source. A nickname, a person's name, and a title before whoever stands
    behind it ("“Dam Hour” host Nora Roe") are left to the other rules, as are programmes known as outlets.
    """
    quoted = _QUOTED.match(scene.text, span.start, span.end)
    if not quoted:
        return None
    title = " ".join(next(words for words in quoted.groups() if words).split())
    words = tuple(word.strip(",:;!?’'") for word in title.split())
    made = _BY.match(scene.text, quoted.end(), span.end) is not None
    closed = scene.text[quoted.end() - 2] == ","
    alone = closed or _NOTHING_MORE.fullmatch(scene.text, quoted.end(), span.end) is not None
    if not (made or alone) or not _is_title(words) or _is_outlet(words) or not (made or _is_no_person(scene, words)):
        return None
    key = scene.local("document", title)
    return Mention(role=Role.ORIGINATOR, name=title, key=key, span=span, rule=TITLE)


def _is_title(words: tuple[str, ...]) -> bool:
    """Whether words are set as a title: several, all with a capital or a digit but the small ones inside."""
    large = [word[:1].isupper() or word[:1].isdigit() for word in words]
    return len(words) > 1 and large[0] and large[-1] and all(map(_or_small, large, words))


def _or_small(large: bool, word: str) -> bool:
    return large or word in _SMALL or not word


def _is_outlet(words: tuple[str, ...]) -> bool:
    tail = registry().body(words)
    return known_body(words) is not None or bool(tail and tail.entry.source_type is SourceType.NEWS_MEDIA)


def _is_no_person(scene: Scene, words: tuple[str, ...]) -> bool:
    """Whether words are neither a name or a nickname of somebody nor a word for people."""
    named = scene.cast.surnames.get(words[-1]) or words[0] in registry().given_names
    return not named and registry().role(words) is None
