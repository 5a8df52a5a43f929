"""Which words of a text a search found, marked by the same reckoning as the search: stems, accents and all.

The texts of one page are put into an index in memory that cuts words as the database's own indexes do.
"""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from html import unescape
from typing import Any

from markupsafe import Markup, escape

WORD = re.compile(r"[^\W_]+")
MOST_WORDS, LONGEST_WORD = 16, 64
"""What is looked at of a search."""

INDEX = "create virtual table texts using fts5 (text, tokenize = 'porter unicode61 remove_diacritics 2')"
OPEN, CLOSE = "\x02", "\x03"
"""What stands around a hit inside this module; taken out of every text before, where NUL would end a text."""

SENTINELS = str.maketrans({OPEN: None, CLOSE: None, "\x00": "\ufffd"})
MARKED = re.compile(f"{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}")
TAG = re.compile(r"(<[^>]*>)")

SEARCHED = {"claims": ("text", "chain", "cue"), "sources": ("name",), "articles": ("label", "byline")}
"""The columns of each table that a search looks into."""

LINK_ONWARDS = '<a class="go"'
"""How the part of a cell begins that is ours and no words of an article."""

Text = tuple[tuple[str, bool], ...]
"""A text in pieces, each with whether the search found it."""


def read_words(query: str) -> tuple[str, ...]:
    """The words of what somebody typed, without signs; the same word only once."""
    words = (word[:LONGEST_WORD] for word in WORD.findall(query))
    return tuple(dict.fromkeys(words))[:MOST_WORDS]


def match_all(words: Sequence[str]) -> str:
    """The FTS5 query for rows with all of these words; whatever they are, it is well formed."""
    return " ".join(f'"{word}"' for word in words)


def find_hits(words: Sequence[str], texts: Sequence[str]) -> tuple[Text, ...]:
    """Cut each text into what is one of the words and what is not."""
    clean = [text.translate(SENTINELS) for text in texts]
    if not words:
        return tuple(((text, False),) for text in clean)
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute(INDEX)
        db.executemany("insert into texts (rowid, text) values (?, ?)", enumerate(clean))
        found = dict(
            db.execute(
                "select rowid, highlight(texts, 0, ?, ?) from texts where texts match ?",
                [OPEN, CLOSE, " OR ".join(f'"{word}"' for word in words)],
            ).fetchall()
        )
    return tuple(tuple(_pieces(found.get(place, text))) for place, text in enumerate(clean))


def _pieces(highlighted: str) -> Iterator[tuple[str, bool]]:
    for place, piece in enumerate(MARKED.split(highlighted)):
        if piece:
            yield piece, place % 2 == 1


def mark(text: Text) -> Markup:
    """A text as markup, the hits in `<mark>`."""
    return Markup().join(Markup("<mark>%s</mark>") % piece if hit else escape(piece) for piece, hit in text)


def excerpt(text: Text, longest: int) -> Text:
    """As much of a long text as may be shown, from shortly before its first hit."""
    whole = sum(len(piece) for piece, _ in text)
    if whole <= longest:
        return text
    before = 0
    for piece, hit in text:
        if hit:
            break
        before += len(piece)
    start = max(0, min(before - longest // 3, whole - longest)) if before < whole else 0
    kept, at = list[tuple[str, bool]](), 0
    for piece, hit in text:
        shown = piece[max(0, start - at) : max(0, start + longest - at)]
        if shown:
            kept.append((shown, hit))
        at += len(piece)
    return (*([("…", False)] if start else []), *kept, *([("…", False)] if start + longest < whole else []))


def mark_rows(rows: Sequence[Any], search: str, table: str) -> list[list[dict[str, Any]]]:
    """A table's rows as Datasette displays them, with the hits marked in the cells that were searched."""
    cells = [[dict(cell) for cell in row] for row in rows]
    wanted = [cell for row in cells for cell in row if cell["column"] in SEARCHED.get(table, ())]
    split = [_split_markup(cell["value"]) for cell in wanted]
    texts = [unescape(piece) for pieces, _ in split for piece in pieces[::2]]
    marked = iter(find_hits(read_words(search), texts))
    for cell, (pieces, rest) in zip(wanted, split, strict=True):
        shown = [mark(next(marked)) if place % 2 == 0 else Markup(piece) for place, piece in enumerate(pieces)]  # noqa: S704
        cell["value"] = Markup().join(shown) + rest
    return cells


def _split_markup(value: Any) -> tuple[list[str], Markup]:
    """A cell's texts and tags in turn, beginning and ending with a text, and the link onwards that may stand behind."""
    shown, link, onwards = str(escape(value)).partition(LINK_ONWARDS)
    return TAG.split(shown), Markup(link + onwards)  # noqa: S704 (escaped above, unless it was markup)
