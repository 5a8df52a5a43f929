"""Reads articles whose sourced statements are marked: JSON files with a `text` and `statements` that have `spans`.

This is the form in which the Markkula Center's benchmark is kept here. Its annotators count what the reporter could not
have written without a source, beliefs included; what somebody did is none.
"""

import json
from pathlib import Path

import attrs

from provenance.errors import ProvenanceError
from provenance.extract.statements import Evidence
from provenance.models import Span

HALF = 0.5


@attrs.frozen(kw_only=True)
class Stated:
    """An article and the places of its sourced statements."""

    text: str
    statements: tuple[Span, ...]


def read_statements(folder: Path) -> tuple[Stated, ...]:
    """Read every article of a folder, sorted by file name.

    Raises:
        ProvenanceError: if there is none, or one is not of this form.
    """
    found = tuple(_read(path) for path in sorted(folder.glob("*.json")))
    if not found:
        raise ProvenanceError("no NAME.json", where=str(folder), remedy="give a folder of articles with statements")
    return found


def _read(path: Path) -> Stated:
    try:
        record = json.loads(path.read_bytes())
        spans = [Span(*span) for statement in record["statements"] for span in statement["spans"]]
        return Stated(text=record["text"], statements=tuple(sorted(spans)))
    except (ValueError, KeyError, TypeError) as error:
        raise ProvenanceError(
            f"not an article with statements ({error})", where=str(path), remedy="give text, statements, spans"
        ) from error


def is_stated(evidence: Evidence, article: Stated) -> bool:
    """Whether at least half of what is attributed stands in a sourced statement."""
    inside = sum(
        max(0, min(content.end, statement.end) - max(content.start, statement.start))
        for content in evidence.content
        for statement in article.statements
    )
    return inside >= HALF * sum(content.end - content.start for content in evidence.content)
