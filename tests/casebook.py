"""The tables in tests/cases: marked-up sentences of our own, with what must be said of each attribution in them.

Marks of one number make one attribution: `{source2:Vale} {cue2:said} {content2:it would hold}`.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
import yaml
from _pytest.mark import ParameterSet

from provenance.classify import classify_claims
from provenance.models import Article, Attribution, Claim, Kind, Link, Role, Span
from provenance.resolve import resolve_sources
from provenance.text import paragraphs, sentences
from tests.marked import make_article, read_marked

FOLDER = Path(__file__).parent / "cases"
NUMBERED = re.compile(r"([a-z_]+)(\d*)")


def cases(*files: str) -> list[ParameterSet]:
    """Every case of some files as a pytest parameter whose id is its file, phenomenon and place."""
    return [case for file in files for case in _cases(file)]


def _cases(file: str) -> Iterator[ParameterSet]:
    table: dict[str, list[dict[str, Any]]] = yaml.safe_load((FOLDER / f"{file}.yml").read_text(encoding="utf-8"))
    for phenomenon, rows in table.items():
        for n, row in enumerate(rows, 1):
            yield pytest.param(row, id=f"{file}: {phenomenon} {n}")


def read_case(case: dict[str, Any]) -> tuple[Article, tuple[Attribution, ...]]:
    """The article of a case and its attributions, in the order of their numbers."""
    text, spans = read_marked(case["text"])
    article = attrs.evolve(make_article(text), byline=case.get("byline"), outlet=case.get("outlet"))
    article = attrs.evolve(article, origin=case.get("origin", article.origin))
    numbers = sorted({int(_parts(mark)[1] or 1) for mark in spans})
    return article, tuple(_attribution(text, spans, number, Kind(case.get("kind", "claim"))) for number in numbers)


def _parts(mark: str) -> tuple[str, str]:
    match = NUMBERED.fullmatch(mark)
    assert match, mark
    return match[1], match[2]


def _attribution(text: str, spans: dict[str, tuple[Span, ...]], number: int, kind: Kind) -> Attribution:
    roles = {_parts(mark)[0]: found for mark, found in spans.items() if int(_parts(mark)[1] or 1) == number}
    pieces = [span for found in roles.values() for span in found]
    first, last = min(p.start for p in pieces), max(p.end for p in pieces)
    block = next(p for p in paragraphs(text) if p.start <= first < p.end)
    held = [s for s in sentences(text, block) if s.start < last and first < s.end]
    return Attribution(
        kind=kind,
        source=roles.get("source", ()),
        cue=roles.get("cue", ()),
        content=roles.get("content", ()),
        statement=Span(held[0].start, held[-1].end),
        confidence=0.9,
        rule="marked",
    )


def resolve_case(case: dict[str, Any]) -> tuple[Link, ...]:
    """The links of a case."""
    return resolve_sources(*read_case(case))


def classify_case(case: dict[str, Any]) -> tuple[Claim, ...]:
    """The claims of a case."""
    article, attributions = read_case(case)
    return classify_claims(article, resolve_sources(article, attributions))


def show(link: Link) -> str | None:
    """A link as the tables write it: "originator + co-equal > relayer"; None for an abstention."""
    originators = " + ".join(m.name for m in link.mentions if m.role is Role.ORIGINATOR)
    relayers = [m.name for m in link.mentions if m.role is Role.RELAYER]
    return " > ".join([originators, *relayers]) if link.mentions else None
