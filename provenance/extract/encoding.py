"""Text to what the tagger's network reads: word pieces with features, cut into overlapping windows.

The network is uncased and sees no line breaks, so every piece carries three features beside its id: the casing of its
word, whether it stands inside quotation marks, and whether it opens a line. The weights were trained with exactly
these definitions; changing one means training again.
"""

import re

import attrs
import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

CLS, SEP, PAD = 101, 102, 0
FEATURE_SIZES = (4, 2, 2)
"""How many values the casing, quotation and line-start features have."""

_SURROGATES = re.compile("[\ud800-\udfff]")
_QUOTE_MARKS = re.compile("[\"“”„«»\n]|``|''")
_OPENING = frozenset("“„«") | {"``"}

Ints = npt.NDArray[np.int64]


@attrs.frozen(kw_only=True, eq=False)
class Pieces:
    """A text's word pieces in order.

    `ids` (n), `starts` and `ends` (n; code points, half-open), `features` (n, 3), `words` (n; the index of the word a
    piece belongs to, rising by at most one).
    """

    ids: Ints
    starts: Ints
    ends: Ints
    features: Ints
    words: Ints

    def __len__(self) -> int:
        return len(self.ids)


@attrs.frozen(kw_only=True)
class Window:
    """Pieces `start` to `end` go through the network together; `keep_start` to `keep_end` are read off it."""

    start: int
    end: int
    keep_start: int
    keep_end: int


def encode(text: str, tokenizer: Tokenizer) -> Pieces:
    """The word pieces of any text, with their features and places in it."""
    encoding = tokenizer.encode(_SURROGATES.sub("\ufffd", text), add_special_tokens=False)
    offsets = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2)
    word_ids = np.array(encoding.word_ids, dtype=np.int64)
    starts, ends = offsets[:, 0], offsets[:, 1]
    features = np.zeros((len(word_ids), len(FEATURE_SIZES)), dtype=np.int64)
    if len(word_ids):
        words = np.concatenate([[0], np.cumsum(np.diff(word_ids) != 0)])
        features[:, 0] = _casing(text, starts, ends, words)
        features[:, 1] = _quoted(text)[starts]
        features[:, 2] = _opens_line(text, starts)
    else:
        words = word_ids
    return Pieces(ids=np.array(encoding.ids, dtype=np.int64), starts=starts, ends=ends, features=features, words=words)


def windows(pieces: Pieces, *, length: int, overlap: int) -> tuple[Window, ...]:
    """Cut into windows of at most `length` pieces, each piece kept from one of them; `overlap` is less than `length`.

    A window ends where a line does, as late as it can, and the next begins half of `overlap` earlier, to see what was
    said before. Where no line ends in a window's second half both share `overlap` pieces, half on either side of the
    cut. A window never begins inside a word unless one word fills a quarter of what it does not share.
    """
    opens = np.union1d([0], np.flatnonzero(pieces.features[:, 2]))
    total, found, start, keep_start = len(pieces), [], 0, 0
    context, reach = overlap // 2, (length - overlap) // 4
    while keep_start < total:
        end = min(start + length, total)
        if end == total:
            found.append(Window(start=start, end=end, keep_start=keep_start, keep_end=total))
            break
        line = int(opens[np.searchsorted(opens, end, side="right") - 1])
        if line > max(keep_start, start + length // 2):
            keep_end = end = line
        else:
            keep_end = _word_start(pieces, end - context, floor=end - context - reach)
        found.append(Window(start=start, end=end, keep_start=keep_start, keep_end=keep_end))
        start = _word_start(pieces, keep_end - context, floor=keep_end - context - reach)
        keep_start = keep_end
    return tuple(found)


def _word_start(pieces: Pieces, index: int, *, floor: int) -> int:
    """The nearest piece at or before `index` that begins a word, not going below `floor`."""
    at = index
    while at > floor and pieces.words[at] == pieces.words[at - 1]:
        at -= 1
    return at if pieces.words[at] != pieces.words[at - 1] else index


def _casing(text: str, starts: Ints, ends: Ints, words: Ints) -> Ints:
    """0 for lower case and caseless, 1 Capitalised, 2 ALL CAPITALS, 3 mIxed; the same for all pieces of a word."""
    first = np.flatnonzero(np.diff(words, prepend=-1))
    last = np.append(first[1:], len(words)) - 1
    shapes = [_shape(text[start:end]) for start, end in zip(starts[first].tolist(), ends[last].tolist(), strict=True)]
    return np.array(shapes, dtype=np.int64)[words]


def _shape(word: str) -> int:
    if word == word.lower():
        return 0
    if len(word) > 1 and word == word.upper():
        return 2
    return 1 if word[0].isupper() and word[1:] == word[1:].lower() else 3


def _quoted(text: str) -> Ints:
    """1 for each code point between double quotation marks, marks included; an open one lasts to its line's end."""
    inside = np.zeros(len(text) + 1, dtype=np.int64)
    opened: int | None = None
    for match in _QUOTE_MARKS.finditer(text):
        mark = match.group()
        if opened is None:
            if mark in _OPENING or mark == '"':
                opened = match.start()
        elif mark not in _OPENING:
            inside[opened : match.end()] = 1
            opened = None
    if opened is not None:
        inside[opened:] = 1
    return inside


def _opens_line(text: str, starts: Ints) -> Ints:
    """1 for the first piece and for each piece that has a line break between it and the piece before."""
    lines = np.zeros(len(text) + 1, dtype=np.int64)
    lines[[match.end() for match in re.finditer("\n", text)]] = 1
    numbers = np.cumsum(lines)[starts]
    opens: Ints = (np.diff(numbers, prepend=-1) != 0).astype(np.int64)
    return opens
