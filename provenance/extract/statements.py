"""Which sentences carry a claim: consecutive ones of one paragraph that rest on the same source, tag included."""

import re
from bisect import bisect_right
from collections.abc import Sequence

import attrs

from provenance.models import Attribution, Kind, Span
from provenance.text import paragraphs, sentences

_SAME_AGAIN = frozenset("he she they it who him her them his their the".split())
_NAME = re.compile(r"\b[A-Z][\w’'-]+")


@attrs.frozen(kw_only=True)
class Evidence:
    """One attribution's spans, each kind sorted; `content` is never empty."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


@attrs.define(kw_only=True)
class _Carried:
    """A run of sentences `first` to `last` of paragraph `paragraph`, and the source they rest on."""

    paragraph: int
    first: int
    last: int
    source: tuple[Span, ...]


def place_statements(text: str, found: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    """The same attributions, each claim with its statement."""
    claims = [one for one in found if one.kind is Kind.CLAIM]
    evidence = [Evidence(source=one.source, cue=one.cue, content=one.content) for one in claims]
    placed = iter(find_statements(text, evidence))
    return tuple(attrs.evolve(one, statement=next(placed)) if one.kind is Kind.CLAIM else one for one in found)


def find_statements(text: str, found: Sequence[Evidence]) -> tuple[Span, ...]:
    """The statement of each attribution, in the order given.

    The paragraph is that of most of the content. Neighbouring sentences that rest on the same source are one statement:
    the same mention, the same name, or a pronoun after it.
    """
    lines = paragraphs(text)
    starts = [line.start for line in lines]
    cut: dict[int, tuple[Span, ...]] = {}
    openings: dict[int, list[int]] = {}
    runs: list[_Carried] = []
    for one in found:
        at = _paragraph(one.content, starts)
        if at not in cut:
            cut[at] = sentences(text, lines[at])
            openings[at] = [sentence.start for sentence in cut[at]]
        runs.append(_run(one, at, lines[at], openings[at]))
    _join(text, runs)
    return tuple(Span(cut[run.paragraph][run.first].start, cut[run.paragraph][run.last].end) for run in runs)


def _paragraph(content: Sequence[Span], starts: Sequence[int]) -> int:
    sizes: dict[int, int] = {}
    for span in content:
        at = max(0, bisect_right(starts, span.start) - 1)
        sizes[at] = sizes.get(at, 0) + len(span)
    return max(sizes, key=lambda at: (sizes[at], -at))


def _run(one: Evidence, at: int, line: Span, starts: Sequence[int]) -> _Carried:
    spans = [span for span in (*one.content, *one.cue) if span.overlaps(line)]
    first = max(0, bisect_right(starts, min(span.start for span in spans)) - 1) if spans else 0
    last = max(first, bisect_right(starts, max(span.end for span in spans) - 1) - 1) if spans else 0
    return _Carried(paragraph=at, first=first, last=last, source=one.source)


def _join(text: str, runs: Sequence[_Carried]) -> None:
    """Give neighbouring runs on the same source the same extent."""
    order = sorted(runs, key=lambda run: (run.paragraph, run.first, run.last))
    group: list[_Carried] = []
    last, theirs, names = -1, set[tuple[Span, ...]](), set[str]()
    for run in order:
        touches = bool(group) and run.paragraph == group[-1].paragraph and run.first <= last + 1
        if not (touches and _same_source(text, theirs, names, run)):
            _level(group)
            group, last, theirs, names = [], -1, set(), set()
        group.append(run)
        last = max(last, run.last)
        if run.source:
            theirs.add(run.source)
            names.update(_NAME.findall(run.source[0].of(text))[-1:])
    _level(group)


def _level(group: Sequence[_Carried]) -> None:
    if group:
        first, last = min(run.first for run in group), max(run.last for run in group)
        for run in group:
            run.first, run.last = first, last


def _same_source(text: str, theirs: set[tuple[Span, ...]], names: set[str], run: _Carried) -> bool:
    """Whether a run rests on one of a group's sources, of which `names` are the last names."""
    if not run.source or run.source in theirs:
        return bool(run.source)
    words = run.source[0].of(text)
    if words.lower() in _SAME_AGAIN:
        return bool(theirs)
    return not names.isdisjoint(_NAME.findall(words)[-1:])
