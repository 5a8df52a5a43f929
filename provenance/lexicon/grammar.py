"""Small words of English by what they do in a name or a noun phrase."""

from functools import cache

import attrs

from provenance.lexicon import Entry, Table


@attrs.frozen(kw_only=True)
class WordList(Entry):
    """Words that do the same; the entry's name says what."""

    words: tuple[str, ...]

    @property
    def forms(self) -> tuple[str, ...]:
        """The words."""
        return self.words


GRAMMAR = Table("grammar.yml", WordList)


@cache
def small_words(name: str) -> frozenset[str]:
    """The words of a list, all in lower case.

    Raises:
        KeyError: if there is no list of that name.
        DamagedLexicon: if the file breaks its schema.
    """
    return {entry.name: frozenset(entry.words) for entry in GRAMMAR.entries()}[name]
