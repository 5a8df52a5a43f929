"""Cutting an article's text into pieces that can be marked up: every piece has the same evidence all through.

Offsets are code points, half-open. Nothing here knows HTML; a template escapes what it prints.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
LINE_BREAK = re.compile(r"\n\s*")
NOBODY = ""
"""In place of a claim's id: the mark's role is the status of a sentence without a source."""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A stretch of text that is a claim's evidence, and what it is: content, cue, source or justification."""

    claim: str
    role: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Segment:
    """A piece of text with the evidence that covers all of it.

    `claims` are the claims that the piece is evidence for, the one it belongs to most closely first; `content` is that
    claim when the piece is part of what was claimed. `begins` are the claims whose evidence a link should jump to here.
    `status` is that of a sentence which rests on no source: "unattributed" or "furniture".
    """

    text: str
    claims: tuple[str, ...] = ()
    content: str | None = None
    roles: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()
    status: str | None = None


Paragraph = tuple[Segment, ...]


def split_text(text: str, marks: Iterable[Mark]) -> tuple[Paragraph, ...]:
    """Cut a text into paragraphs of segments. Marks may overlap, repeat a claim, and reach over paragraphs.

    A mark of `NOBODY` gives its stretch a status. Joined, the segments of a paragraph are its text; only the line
    breaks between paragraphs are left out. A mark that does not lie in the text is passed over.
    """
    bounds = tuple(find_paragraphs(text))
    covering = _cover([m for m in marks if 0 <= m.start < m.end <= len(text)], bounds)
    cuts = sorted(covering)
    seen: set[str] = set()
    return tuple(
        tuple(
            _make_segment(text[left:right], covering[left], seen)
            for left, right in pairwise(cuts[bisect_left(cuts, start) : bisect_left(cuts, end) + 1])
        )
        for start, end in bounds
    )


def find_paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """The paragraphs of a text: what blank lines part, or single line breaks where there are no blank lines."""
    breaks = BLANK_LINE if BLANK_LINE.search(text) else LINE_BREAK
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    for match in breaks.finditer(text, start, end):
        if start < match.start():
            yield start, match.start()
        start = match.end()
    if start < end:
        yield start, end


def _cover(marks: Iterable[Mark], bounds: Iterable[tuple[int, int]]) -> dict[int, tuple[Mark, ...]]:
    """Every place where some mark or paragraph begins or ends, and the marks that cover what follows it."""
    starts, ends = defaultdict[int, list[Mark]](list), defaultdict[int, list[Mark]](list)
    for mark in marks:
        starts[mark.start].append(mark)
        ends[mark.end].append(mark)
    active: dict[Mark, None] = {}
    covering: dict[int, tuple[Mark, ...]] = {}
    for cut in sorted({*starts, *ends, *(place for bound in bounds for place in bound)}):
        for mark in ends.get(cut, ()):
            active.pop(mark, None)
        active.update(dict.fromkeys(starts.get(cut, ())))
        covering[cut] = tuple(active)
    return covering


def _make_segment(text: str, marks: Iterable[Mark], seen: set[str]) -> Segment:
    """Describe a piece, and add to `seen` the claims that begin in it.

    Where contents overlap, the piece belongs to the shortest of them: that one lies inside the others.
    """
    marks = tuple(marks)
    evidence = sorted(
        (m for m in marks if m.claim != NOBODY), key=lambda m: (m.role != "content", m.end - m.start, -m.start)
    )
    contents = dict.fromkeys(m.claim for m in evidence if m.role == "content")
    begins = tuple(claim for claim in contents if claim not in seen)
    seen.update(begins)
    return Segment(
        text=text,
        claims=tuple(dict.fromkeys(m.claim for m in evidence)),
        content=next(iter(contents), None),
        roles=tuple(sorted({m.role for m in evidence})),
        begins=begins,
        status=next((m.role for m in marks if m.claim == NOBODY), None),
    )
