"""Capitalised words in running text: where a name may be, and which of it is a title."""

from collections import Counter
from collections.abc import Iterator

import attrs

from provenance.lexicon.grammar import small_words
from provenance.lexicon.registry import registry
from provenance.models import Span
from provenance.resolve.names import name_runs, split_title
from provenance.resolve.surnames import gender_of
from provenance.resolve.words import Word

_SENTENCE_ENDS = frozenset('.?!:“”"‘—')


@attrs.frozen(kw_only=True)
class Spot:
    """A run of capitalised words: the words of its line, where the run, the name in it and the run's end are."""

    words: tuple[Word, ...]
    run: int
    first: int
    stop: int
    heading: bool = False

    @property
    def name(self) -> tuple[str, ...]:
        """The words of the name, its title left out."""
        return tuple(w.text for w in self.words[self.first : self.stop])

    @property
    def span(self) -> Span:
        """The place of the name, a possessive ending left out."""
        last = self.words[self.stop - 1]
        return Span(self.words[self.first].start, last.start + len(last.text))

    def shown(self, text: str) -> str:
        """The name as the article writes it."""
        return " ".join(self.span.of(text).split())

    @property
    def is_titled(self) -> bool:
        """Whether an office or an honorific stands right before the name."""
        return self.first > self.run


def find_spots(words: tuple[Word, ...], ordinary: Counter[str]) -> Iterator[Spot]:
    """The spots of a line; `ordinary` counts the words that the article has in lower case."""
    if is_heading(words):
        for n, word in enumerate(words):
            if word.is_capital and word.lower not in small_words("never names"):
                yield Spot(words=words, run=n, first=n, stop=n + 1, heading=True)
        return
    for run in name_runs(words):
        first = run.first
        if (
            begins_sentence(words, first)
            and ordinary[words[first].lower]
            and not _is_known_start(words, first, run.stop)
        ):
            first += 1
            while first < run.stop and not words[first].is_capital:
                first += 1
        if first < run.stop:
            cut = split_title(words[first : run.stop])
            yield Spot(words=words, run=first, first=first + cut, stop=run.stop)


def begins_sentence(words: tuple[Word, ...], at: int) -> bool:
    """Whether a word stands where any word has a capital."""
    return at == 0 or words[at - 1].text in _SENTENCE_ENDS


def _is_known_start(words: tuple[Word, ...], first: int, stop: int) -> bool:
    texts = tuple(w.text for w in words[first:stop])
    known = registry()
    return bool(
        known.organization(" ".join(texts)) or (len(texts) > 1 and (known.office(texts) or gender_of(texts[0])))
    )


_SMALL_IN_TITLES = frozenset(
    "with from over into onto after that this than under about upon when where while during before against between "
    "among through without because amid".split()
)
"""Words of four letters and more that stay small in a title."""


def is_heading(words: tuple[Word, ...]) -> bool:
    """Whether a line is set in title case or capitals, so that capitals say nothing about names."""
    if len(words) <= 8 and any(w.text == "," for w in words):
        return False
    long = [w for w in words if len(w.text) > 3 and w.text[:1].isalpha()]
    plain_words = [w for w in long if w.text.islower() and w.text not in _SMALL_IN_TITLES]
    return len(long) - len(plain_words) >= 3 and len(plain_words) * 10 <= len(long)
