"""How the entries of the tables become dictionaries."""

from collections.abc import Iterable
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


def openers(names: Iterable[str]) -> dict[str, int]:
    """For each first word of a name, how many words the longest name has that begins with it."""
    longest: dict[str, int] = {}
    for name in names:
        words = name.split()
        longest[words[0]] = max(longest.get(words[0], 0), len(words))
    return longest


def first(pairs: Iterable[tuple[K, V]]) -> dict[K, V]:
    """A dictionary in which the first of several equal keys counts."""
    found: dict[K, V] = {}
    for name, value in pairs:
        found.setdefault(name, value)
    return found


def singulars(word: str) -> tuple[str, ...]:
    """What a plural may be the plural of: "agencies", "churches", "unions"."""
    if not word.endswith("s") or word.endswith("ss"):
        return ()
    return (word[:-1], *([word[:-3] + "y"] if word.endswith("ies") else [word[:-2]] if word.endswith("es") else []))
