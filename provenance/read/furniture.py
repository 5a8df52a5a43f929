"""Page furniture: "Follow NAME on …", "Read the full article here", and who such a line says wrote the article."""

from collections.abc import Iterable, Sequence

import attrs

from provenance.models import Span
from provenance.read.byline import clean_byline, is_organization, outlet_in
from provenance.read.patterns import LinePattern, Zone, load_furniture

LONGEST = 700
"""No line of furniture is longer, in code points."""

HEAD_LINES = 6
TAIL_LINES = 8

TRUST = ("byline", "reporting_by", "follow", "trailer", "covers", "contact")
"""The patterns that name an author, the surest first."""

BYLINES = ("byline", "byline_of_newsroom")
"""The patterns whose lines may end with the outlet."""

AROUND = "\"“”'‘’()[]*_ \t\xa0"
"""What may stand around a line of furniture."""


@attrs.frozen(kw_only=True)
class Furniture:
    """A line that is not prose, the pattern that says so, and the author and the outlet it names."""

    span: Span
    pattern: str
    byline: str | None = None
    outlet: str | None = None


def find_furniture(text: str, lines: Sequence[Span]) -> tuple[Furniture, ...]:
    """The lines of `text` that are page furniture, in text order."""
    last = len(lines) - TAIL_LINES
    found = []
    for position, line in enumerate(lines):
        if len(line) <= LONGEST:
            zones = {Zone.ANYWHERE} | ({Zone.HEAD} if position < HEAD_LINES else set())
            furniture = _recognise(text, line, zones | ({Zone.TAIL} if position >= last else set()))
            found += [furniture] if furniture else []
    return tuple(found)


def choose_byline(furniture: Iterable[Furniture]) -> str | None:
    """The author whom the surest of the lines names."""
    named = [item for item in furniture if item.byline]
    return min(named, key=lambda item: TRUST.index(item.pattern)).byline if named else None


def _recognise(text: str, line: Span, zones: set[Zone]) -> Furniture | None:
    words = line.of(text)
    for candidate in dict.fromkeys((words, words.strip(AROUND))):
        for pattern in load_furniture():
            if pattern.zone in zones and (match := pattern.regex.fullmatch(candidate)):
                outlet = outlet_in(candidate) if pattern.name in BYLINES else None
                byline = _author(pattern, match.groupdict())
                return Furniture(span=line, pattern=pattern.name, byline=byline, outlet=outlet)
    return None


def _author(pattern: LinePattern, groups: dict[str, str | None]) -> str | None:
    name = groups.get("byline")
    if not name or (is_organization(name) and pattern.name != "byline"):
        return None
    return clean_byline(name)
