"""The words that report: how they are spelt, in which constructions they stand, and whether they take a side."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache

import attrs

from provenance.lexicon import Entry, Table
from provenance.models import Stance


class Frame(StrEnum):
    """A construction a reporting word (V) can stand in, with source (S), content (C) and addressee (A)."""

    CLAUSE = "clause"
    """S V that C"""
    BARE = "bare"
    """S V C"""
    TAG = "tag"
    """“C,” V S"""
    ADDRESSEE = "addressee"
    """S V A that C"""
    OBJECT = "object"
    """S V C, where C is a noun phrase or an infinitive"""


@attrs.frozen(kw_only=True)
class Reporting(Entry):
    """Reporting words that stand in the same frames and take the same side.

    Each of `words` lists one word's forms, comma-separated, its base form first.
    """

    stance: Stance
    frames: tuple[Frame, ...]
    words: tuple[str, ...]

    @property
    def forms(self) -> tuple[str, ...]:
        """Every inflected form."""
        return tuple(form for word in self.words for form in word.split(", "))


REPORTING = Table("reporting.yml", Reporting)


@cache
def reporting_forms() -> Mapping[str, Reporting]:
    """Each inflected form, in lower case, and the entry it belongs to."""
    return {form: entry for entry in REPORTING.entries() for form in entry.forms}


@cache
def base_forms() -> Mapping[str, str]:
    """Each inflected form, in lower case, and its base form."""
    words = (word.split(", ") for entry in REPORTING.entries() for word in entry.words)
    return {form: forms[0] for forms in words for form in forms}


def stance_of(cue: str) -> Stance:
    """The side a cue takes: that of its last reporting word which takes one, else neutral."""
    words = cue.lower().split()
    known = reporting_forms()
    for end in range(len(words), 0, -1):
        for start in range(max(0, end - 2), end):
            entry = known.get(" ".join(words[start:end]).strip(",:;"))
            if entry and entry.stance is not Stance.NEUTRAL:
                return entry.stance
    return Stance.NEUTRAL
