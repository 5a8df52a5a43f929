"""Captions and the credits printed with them, in any text.

A line is a caption if it ends in a credit, or if a page marks it up as one.
"""

import re
from collections.abc import Mapping, Sequence

import attrs

from provenance.models import Caption, Credit, Span
from provenance.read.credits import parse_credit
from provenance.read.patterns import Lead, Prefix, load_credits

LONGEST = 1500
"""No caption that a text does not mark up is longer, in code points."""

TAIL = 220
"""A credit stands in the last so many code points of its line."""

BRACKETED = re.compile(r"[(\[]\s*(?P<body>[^()\[\]]{2,160}?)[\s.]*[)\]][\s.]*$")
SENTENCE_END = re.compile(r"[.!?…”\"’)\]|–—]+\s*")
LOOSE_ENDS = " \t\xa0|–—-/•·"


@attrs.frozen(kw_only=True)
class Figure:
    """A line that a page marks up as a caption, and the place of the credit within it, if marked up too."""

    line: Span
    credit: Span | None = None


@attrs.frozen(kw_only=True)
class Found:
    """A credit and where, in its line, the caption's own words end."""

    credit: Credit
    words_end: int


def find_captions(text: str, lines: Sequence[Span], *, figures: Sequence[Figure] = ()) -> Mapping[Span, Caption]:
    """The captions among the lines of `text`, by line, in text order.

    A caption's content is its words without the credit, its brackets and "Photo by", and without an opening "File/"
    or "FILE -". A line that is nothing but a credit has the credit's own span for its content. Of a marked-up figure
    the whole line counts, credited or not.
    """
    marked = {figure.line: figure for figure in figures}
    found = {line: _caption(text, line, marked.get(line)) for line in lines if line in marked or len(line) <= LONGEST}
    return {line: caption for line, caption in found.items() if caption is not None}


def _caption(text: str, line: Span, figure: Figure | None) -> Caption | None:
    found = _marked_credit(text, figure) if figure else None
    found = found or find_credit(text, line)
    prefix = _prefix(text, line)
    if found is None and not figure and (prefix is None or prefix[0].needs_credit):
        return None
    start = line.start + (prefix[1] if prefix else 0)
    content = _trim(text, start, found.words_end if found else line.end)
    if content is None:
        return Caption(content=found.credit.span, credit=found.credit) if found else None
    return Caption(content=content, credit=found.credit if found else None)


def find_credit(text: str, line: Span) -> Found | None:
    """The credit in which a line ends: in brackets, after "Photo by" and the like, or bare after a full stop."""
    return _bracketed(text, line) or _after_lead(text, line) or _bare(text, line)


def _marked_credit(text: str, figure: Figure) -> Found | None:
    """The credit that the page marks up, without its brackets and its lead."""
    if figure.credit is None:
        return None
    span = _trim(text, figure.credit.start, figure.credit.end, extra="()[]")
    opened = _opening_lead(text, span) if span else None
    if span is None or (opened and opened[1] is None):
        return None
    lead, body = opened if opened else (None, span)
    credit = parse_credit(text, body, lead=lead, trusted=True) if body else None
    before = text[figure.line.start : figure.credit.start].rstrip(LOOSE_ENDS + "([")
    return Found(credit=credit or Credit(span=body or span), words_end=figure.line.start + len(before))


def _bracketed(text: str, line: Span) -> Found | None:
    """A credit in closing brackets; of two in a row the last, and neither is part of the caption."""
    found, end = None, line.end
    while match := BRACKETED.search(text, max(line.start, end - TAIL), end):
        span = Span(match.start("body"), match.end("body"))
        opened = _opening_lead(text, span)
        lead, body = opened if opened else (None, span)
        credit = parse_credit(text, body, lead=lead) if body else None
        if credit is None:
            break
        found = Found(credit=found.credit if found else credit, words_end=match.start())
        end = match.start()
    return found


def _after_lead(text: str, line: Span) -> Found | None:
    """A credit after "Photo by", "Credit:" and the like, at the line's start or after the end of a sentence."""
    for start in _sentence_starts(text, line):
        opened = _opening_lead(text, Span(start, line.end))
        body = _trim(text, opened[1].start, opened[1].end, extra=".") if opened and opened[1] else None
        credit = parse_credit(text, body, lead=opened[0]) if opened and body else None
        if credit is not None:
            return Found(credit=credit, words_end=start)
    return None


def _bare(text: str, line: Span) -> Found | None:
    """A credit with neither lead nor brackets, at the line's start or after a sentence: "… Jane Roe/Reuters"."""
    for start in _sentence_starts(text, line):
        body = _trim(text, start, line.end, extra=".")
        words = body.of(text) if body else ""
        if body and "|" not in words and ("/" in words or " via " in words or body.start == line.start):
            credit = parse_credit(text, body)
            if credit is not None:
                return Found(credit=credit, words_end=start)
    return None


def _sentence_starts(text: str, line: Span) -> list[int]:
    """Where, in the last part of a line, a sentence may start, the line's own start included."""
    tail = max(line.start, line.end - TAIL)
    ends = [tail + match.end() for match in SENTENCE_END.finditer(text[tail : line.end])]
    return [start for start in ([line.start] if tail == line.start else []) + ends if start < line.end]


def _opening_lead(text: str, span: Span) -> tuple[Lead, Span | None] | None:
    """The lead with which `span` begins and what is left after it."""
    for lead in load_credits().leads:
        if match := lead.regex.match(text, span.start, span.end):
            rest = _trim(text, match.end(), span.end)
            nested = _opening_lead(text, rest) if rest else None
            return nested or (lead, rest)
    return None


def _prefix(text: str, line: Span) -> tuple[Prefix, int] | None:
    for prefix in load_credits().prefixes:
        if match := prefix.regex.match(text, line.start, line.end):
            return prefix, match.end() - line.start
    return None


def _trim(text: str, start: int, end: int, *, extra: str = "") -> Span | None:
    """The span without the white space and separators at its ends; None if nothing is left."""
    words = text[start:end]
    left = len(words) - len(words.lstrip(LOOSE_ENDS + extra))
    right = len(words.rstrip(LOOSE_ENDS + extra))
    return Span(start + left, start + right) if left < right else None
