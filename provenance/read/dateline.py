"""The outlet that a dateline names: "SEOUL, March 14 (Yonhap) -- ", "HARROW (AP) — ", "TEHRAN, IRNA - "."""

import re
from collections.abc import Iterable

from provenance.lexicon.entries import OUTLETS
from provenance.lexicon.registry import registry
from provenance.models import Span

LINES = 8
"""In how many of the first lines that hold something a dateline is looked for."""

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DATELINE = re.compile(
    rf"\W{{0,3}}[^\W\d_a-z][^\W\d_a-z.’'-]+(?:[ ,/]+[^\W\d_][\w.’'-]*){{0,6}}?"
    rf"(?:,? {_MONTH} \d{{1,2}}|,? \d{{1,2}} {_MONTH})?(?:,? \d{{4}})?"
    r"\s*\((?P<outlet>[^()\d]{2,40})\)\s*(?:-{1,2}|—|–|:)\s*\S"
)
_AFTER_COMMA = re.compile(
    rf"[A-Z][A-Z .’'-]{{2,40}}, (?:{_MONTH} \d{{1,2}},? )?(?P<outlet>[A-Z]{{3,6}})\s*(?:-{{1,2}}|—|–)\s+\S"
)
_PLAIN = re.compile(
    r"(?:[^\W\d_a-z][\w.’'-]+(?:,? [^\W\d_a-z][\w.’'-]+){0,4} ?)?"
    r"\((?P<outlet>[^()\d]{2,30})\)\s*(?:-{1,2}|—|–|(?=[^\W\d_a-z“\"]))"
)
"""A place in small letters or none, believed of an outlet that is known: "Harrow (CNN) Dams", "(Reuters) - Dams"."""

_ACRONYM = re.compile(r"[A-Z]{2,6}")


def dateline_outlet(text: str, lines: Iterable[Span]) -> str | None:
    """The outlet in the parentheses of the first dateline, by its full name if it is known; None without one."""
    for line in lines:
        limit = min(line.end, line.start + 160)
        if match := _DATELINE.match(text, line.start, limit):
            return _outlet(" ".join(match["outlet"].split()))
        match = _AFTER_COMMA.match(text, line.start, limit) or _PLAIN.match(text, line.start, limit)
        entry = registry().organization(match["outlet"]) if match else None
        if entry and entry.source_type in OUTLETS:
            return entry.name
    return None


def _outlet(name: str) -> str | None:
    """The full name of an outlet; an acronym may be one that nobody knows."""
    known = registry()
    if entry := known.organization(name):
        return entry.name if entry.source_type in OUTLETS else None
    body = known.body(tuple(name.split()))
    named = body is not None and body.entry.source_type in OUTLETS
    return name if named or (_ACRONYM.fullmatch(name) and not known.government(name)) else None
