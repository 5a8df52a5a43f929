"""The patterns for furniture and photo credits, read from `lexicon/furniture.yml` and `lexicon/credits.yml`."""

import functools
import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

import attrs

from provenance.errors import DamagedLexicon
from provenance.lexicon import read_yaml

KEYS = ("name", "pattern", "matches", "rejects")
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
UPPER = "[A-Z" + "".join(chr(code) for code in range(0xC0, 0x180) if chr(code).isupper()) + "Α-ΩА-ЯЀ-Џ]"
"""A capital letter of the Latin, Greek or Cyrillic script, for which `re` has no name."""


class Zone(StrEnum):
    """Where in an article a line of furniture is believed."""

    ANYWHERE = "anywhere"
    HEAD = "head"
    TAIL = "tail"


@attrs.frozen(kw_only=True)
class LinePattern:
    """A line of furniture: it must cover the whole line, and its group `byline`, if any, names the author."""

    name: str
    zone: Zone
    regex: re.Pattern[str]
    matches: tuple[str, ...]
    rejects: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Lead:
    """What introduces a credit ("Photo by"); `role` is `distributor` where whoever follows only passed the image on."""

    name: str
    role: str
    regex: re.Pattern[str]
    matches: tuple[str, ...]
    rejects: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Prefix:
    """What opens a caption without being part of it ("FILE - ")."""

    name: str
    needs_credit: bool
    regex: re.Pattern[str]
    matches: tuple[str, ...]
    rejects: tuple[str, ...]


@attrs.frozen(kw_only=True)
class CreditLexicon:
    """All that is known about photo credits."""

    leads: tuple[Lead, ...]
    prefixes: tuple[Prefix, ...]
    neutral: frozenset[str]
    picture_only: frozenset[str]
    agencies: frozenset[str]
    organization_words: frozenset[str]
    newspaper_words: frozenset[str]


@functools.cache
def load_furniture() -> tuple[LinePattern, ...]:
    """The line patterns, in the order of the file.

    Raises:
        DamagedLexicon: if the file breaks its schema.
    """
    where = "furniture.yml"
    data = _mapping(read_yaml(where), where, {"parts", "patterns"})
    parts = {str(key): str(value) for key, value in _mapping(data["parts"], f"{where}: parts").items()}
    entries = _entries(data["patterns"], f"{where}: patterns", {"zone", *KEYS})
    return tuple(
        LinePattern(zone=_zone(entry["zone"], f"{where}: {entry['name']}"), **_basics(entry, parts, where))
        for entry in entries
    )


@functools.cache
def load_credits() -> CreditLexicon:
    """The words and patterns of photo credits.

    Raises:
        DamagedLexicon: if the file breaks its schema.
    """
    where = "credits.yml"
    lists = {"neutral", "picture_only", "agencies", "organization_words", "newspaper_words"}
    data = _mapping(read_yaml(where), where, {"leads", "prefixes", *lists})
    leads = _entries(data["leads"], f"{where}: leads", {"role", *KEYS})
    prefixes = _entries(data["prefixes"], f"{where}: prefixes", {"needs_credit", *KEYS})
    return CreditLexicon(
        leads=tuple(Lead(role=str(entry["role"]), **_basics(entry, {}, where)) for entry in leads),
        prefixes=tuple(Prefix(needs_credit=bool(e["needs_credit"]), **_basics(e, {}, where)) for e in prefixes),
        **{name: frozenset(_words(data[name], f"{where}: {name}")) for name in sorted(lists)},
    )


def _basics(entry: Mapping[str, Any], parts: Mapping[str, str], where: str) -> dict[str, Any]:
    """What every kind of pattern has."""
    return {
        "name": entry["name"],
        "regex": _compile(entry["pattern"], parts, f"{where}: {entry['name']}"),
        "matches": tuple(entry["matches"]),
        "rejects": tuple(entry["rejects"]),
    }


def _mapping(value: object, where: str, keys: set[str] | None = None) -> Mapping[str, object]:
    if not isinstance(value, dict) or (keys is not None and set(value) != keys):
        raise DamagedLexicon(f"expected the keys {', '.join(sorted(keys or ()))}", where=where)
    return value


def _entries(value: object, where: str, keys: set[str]) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not value:
        raise DamagedLexicon("expected a list of entries", where=where)
    for position, entry in enumerate(value):
        place = f"{where}[{position}]"
        _mapping(entry, place, keys)
        for key in ("name", "pattern"):
            if not isinstance(entry[key], str) or not entry[key]:
                raise DamagedLexicon(f"`{key}` must be text", where=place)
        for key in ("matches", "rejects"):
            _words(entry[key], f"{place}: {key}")
    return value


def _words(value: object, where: str) -> Sequence[str]:
    if not isinstance(value, list) or not value or not all(isinstance(item, str) and item.strip() for item in value):
        raise DamagedLexicon("expected a list of texts, quoted where YAML would read something else", where=where)
    if len(set(value)) != len(value):
        raise DamagedLexicon("an entry is listed twice", where=where)
    return value


def _zone(value: object, where: str) -> Zone:
    try:
        return Zone(str(value))
    except ValueError as error:
        raise DamagedLexicon(f"unknown zone {value!r}", where=where) from error


def _compile(pattern: object, parts: Mapping[str, str], where: str) -> re.Pattern[str]:
    """Compile a pattern with its parts inserted, which may hold parts themselves."""

    def insert(match: re.Match[str]) -> str:
        name = match[1]
        if name == "upper":
            return UPPER
        if name not in parts:
            raise DamagedLexicon(f"unknown part {{{name}}}", where=where)
        return PLACEHOLDER.sub(insert, parts[name])

    try:
        return re.compile(PLACEHOLDER.sub(insert, str(pattern)))
    except (re.error, RecursionError) as error:
        raise DamagedLexicon(f"not a pattern: {error}", where=where) from error
