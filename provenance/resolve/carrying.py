"""The sentences that carry a claim, once it is known who speaks: neighbours resting on one source are one statement.

The Markkula Center's annotators count all consecutive sentences of one paragraph from the same source, tag included, as
one sourced statement. A sentence between two of them on which no other source lays a hand evidently draws on the same.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence

import attrs

from provenance.models import Kind, Link, Span
from provenance.resolve.relaying import CARRIED
from provenance.text import paragraphs, sentences

GAP = 1
"""How many sentences without a tag may stand between two of the same source."""


@attrs.define(kw_only=True)
class _Run:
    """Sentences `first` to `last` of one paragraph that rest on one source, and the links they carry."""

    first: int
    last: int
    links: list[int]


def join_statements(text: str, links: Sequence[Link]) -> tuple[Link, ...]:
    """The same links, those of one source in neighbouring sentences of a paragraph with one statement for all."""
    joined = list(links)
    for paragraph, numbers in _by_paragraph(text, links):
        cut = sentences(text, paragraph)
        for run in _runs(links, numbers, [sentence.start for sentence in cut]):
            statement = Span(cut[run.first].start, cut[run.last].end)
            for number in run.links:
                attribution = attrs.evolve(links[number].attribution, statement=statement)
                joined[number] = attrs.evolve(links[number], attribution=attribution)
    return tuple(joined)


def _by_paragraph(text: str, links: Sequence[Link]) -> list[tuple[Span, list[int]]]:
    """Paragraphs with the numbers of the claims in them, in text order."""
    lines = paragraphs(text)
    starts = [line.start for line in lines]
    numbers = defaultdict[int, list[int]](list)
    for number, link in enumerate(links):
        if lines and link.attribution.kind is Kind.CLAIM:
            numbers[max(0, bisect_right(starts, link.attribution.statement.start) - 1)].append(number)
    return [
        (lines[at], sorted(inside, key=lambda n: (links[n].attribution.statement, n)))
        for at, inside in sorted(numbers.items())
    ]


def _runs(links: Sequence[Link], numbers: Sequence[int], starts: Sequence[int]) -> list[_Run]:
    """Join what can be joined: the latest run of each source is open until another source speaks after it."""
    runs: list[_Run] = []
    latest: dict[str, _Run] = {}
    for number in numbers:
        statement = links[number].attribution.statement
        first = max(0, bisect_right(starts, statement.start) - 1)
        last = max(first, bisect_right(starts, statement.end - 1) - 1)
        # A statement that an agency carried is its speaker's own occasion, not part of the agency's story.
        source = sorted({m.key for m in links[number].mentions if not m.rule.endswith(CARRIED)})
        known = [latest[key] for key in source if key in latest]
        run = max(known, key=lambda one: one.last) if known else None
        if run and first <= run.last + 1 + GAP and not _interrupted(runs, run, first):
            run.last = max(run.last, last)
            run.links.append(number)
        else:
            run = _Run(first=first, last=last, links=[number])
            runs.append(run)
        latest.update(dict.fromkeys(source, run))
    return runs


def _interrupted(runs: Sequence[_Run], run: _Run, first: int) -> bool:
    """Whether another source speaks in the sentences between a run and `first`."""
    return first > run.last + 1 and any(run.last < other.last and other.first < first for other in runs[-GAP - 2 :])
