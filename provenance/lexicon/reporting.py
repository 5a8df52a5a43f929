"""The words that report: how they are spelt, and whether they take a side."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import attrs

from provenance.lexicon import Entry, Table
from provenance.models import Stance


@attrs.frozen(kw_only=True)
class Reporting(Entry):
    """Reporting words that are alike in meaning and take the same side.

    Each of `words` lists one word's forms, comma-separated, its base form first. `saying` marks those that
    stand for an utterance.
    """

    stance: Stance
    words: tuple[str, ...]
    saying: bool = False

    @property
    def forms(self) -> tuple[str, ...]:
        """Every inflected form."""
        return tuple(form for word in self.words for form in word.split(", "))


REPORTING = Table("reporting.yml", Reporting)


@cache
def reporting_forms() -> Mapping[str, Reporting]:
    """Each inflected form, in lower case, and the entry it belongs to."""
    return {form: entry for entry in REPORTING.entries() for form in entry.forms}


def reporting_in(words: Sequence[str]) -> Iterator[Reporting]:
    """The entries of a cue's reporting words, of one word or two, from the last to the first; `words` in lower case."""
    known = reporting_forms()
    for end in range(len(words), 0, -1):
        for start in range(max(0, end - 2), end):
            if entry := known.get(" ".join(words[start:end])):
                yield entry


def stance_of(cue: str) -> Stance:
    """The side a cue takes: that of its last reporting word which takes one, else neutral."""
    words = [word.strip(",:;") for word in cue.lower().split()]
    found = reporting_in([word for at, word in enumerate(words) if not _is_noun(words, at)])
    return next((entry.stance for entry in found if entry.stance is not Stance.NEUTRAL), Stance.NEUTRAL)


_DETERMINERS = frozenset("a an the his her its their our this that these those another one".split())
_INFLECTED = ("ed", "ing", "ught", "said", "told")


def _is_noun(words: Sequence[str], at: int) -> bool:
    """Whether a word is a thing and not what is done: "said in a research note", "rejected the claims"."""
    return not words[at].endswith(_INFLECTED) and not _DETERMINERS.isdisjoint(words[max(0, at - 3) : at])
