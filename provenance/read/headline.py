"""The headline of a plain text, where its form leaves no doubt.

Nothing marks a headline in plain text. A first line is taken for one only if it stands alone, is short but no mere
name, ends without a stop, and prose follows; a text that starts otherwise has no title.
"""

import re
from collections.abc import Sequence

from provenance.models import Span

LONGEST = 150
"""How long a headline may be, in code points."""

FEWEST_WORDS = 5
"""Fewer may be the name of the outlet."""

PROSE = 80
"""From which length on a line that ends with a stop is a paragraph."""

CLOSING = "\"'”’)]»"
STOPPED = (".", "!", "?", "…")
BLANK_LINE = re.compile(r"(?:\r\n?|\n)[^\S\r\n]*[\r\n]|\u2029")
WRITTEN = re.compile(r"[\"“‘'$€£]?[^\W_][^|<>{}\t]*")
"""How a headline is written: no bullet, no mark-up, no columns."""

DATED = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b.*\d{4}"
)


def find_headline(text: str, lines: Sequence[Span]) -> Span | None:
    """The first of `lines`, if it is a headline.

    `lines` are those of the text that hold something and are no furniture or captions, in text order. A second line of
    the same form leaves open which of the two is the headline; then there is none.
    """
    if len(lines) < 2 or not _may_be_headline(text, *lines[:2]):
        return None
    if len(lines) > 2 and _may_be_headline(text, *lines[1:3]):
        return None
    return lines[0] if any(_is_paragraph(line.of(text)) for line in lines[1:]) else None


def _may_be_headline(text: str, line: Span, following: Span) -> bool:
    words = line.of(text)
    return (
        len(words) <= LONGEST
        and len(words.split()) >= FEWEST_WORDS
        and words.rstrip(CLOSING)[-1:].isalnum()
        and WRITTEN.fullmatch(words) is not None
        and DATED.search(words) is None
        and BLANK_LINE.search(text[line.end : following.start]) is not None
    )


def _is_paragraph(words: str) -> bool:
    return len(words) >= PROSE and words.rstrip(CLOSING).endswith(STOPPED)
