"""The lines of a text with their places."""

import re

from provenance.models import Span

LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")


def split_lines(text: str) -> tuple[Span, ...]:
    """The spans of the lines that hold something, without the white space around them."""
    spans = []
    for match in LINE.finditer(text):
        words = match[0].strip()
        if words:
            start = match.start() + match[0].index(words[0])
            spans.append(Span(start, start + len(words)))
    return tuple(spans)
