"""Everybody an article names: each person and organization once, with titles, spellings and places."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum

import attrs

from provenance.lexicon.entries import Gender
from provenance.models import Span


class Sort(StrEnum):
    """What a figure is."""

    PERSON = "person"
    ORGANIZATION = "organization"
    GOVERNMENT = "government"


@attrs.frozen(kw_only=True)
class Figure:
    """A person or body of the article: its fullest name, the key that joins articles, and what the text calls it.

    `titles` are all descriptions, `title` the one to show; `reason` is where the text says why this person is heard.
    """

    sort: Sort
    name: str
    key: str
    surname: str = ""
    gender: Gender | None = None
    titles: tuple[str, ...] = ()
    title: str | None = None
    roles: frozenset[str] = frozenset()
    reason: Span | None = None


@attrs.frozen(kw_only=True)
class Sighting:
    """A place where a figure is named."""

    span: Span
    key: str
    full: bool = False
    possessive: bool = False


@attrs.frozen(kw_only=True)
class Cast:
    """The figures of an article by key, where each is named (in text order), and the ways to ask for one.

    `aliases` are the spellings of bodies, `weight` counts sightings, `ordinary` are the words in lower case.
    """

    figures: dict[str, Figure]
    sightings: tuple[Sighting, ...]
    surnames: dict[str, tuple[str, ...]]
    aliases: dict[str, str]
    roles: dict[str, tuple[str, ...]]
    starts: tuple[int, ...]
    weight: Counter[str]
    ordinary: frozenset[str]

    def before(self, offset: int) -> Iterator[Sighting]:
        """The sightings that begin before an offset, nearest first."""
        for at in range(bisect_left(self.starts, offset) - 1, -1, -1):
            yield self.sightings[at]

    def within(self, span: Span) -> tuple[Sighting, ...]:
        """The sightings that begin within a span."""
        return self.sightings[bisect_left(self.starts, span.start) : bisect_left(self.starts, span.end)]
