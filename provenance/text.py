"""Where paragraphs, sentences and quotations begin and end; nothing of what they mean.

Every offset is a code point of the whole text, so that results of different functions can be compared. All functions
take time linear in the length of what they look at, whatever it is.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

import attrs

from provenance.models import Span

_LINE = re.compile("[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")

_OPENERS = "\"'“‘«„([*—–-"
_CLOSERS = "\"'”’»)]"
_QUOTE_CLOSERS = "\"'”’»"
# Bounded and only at the first stop of a run: a megabyte of stops must not be read once for each of them.
_STOP = re.compile(rf"(?<![.!?…])(?P<stops>\.(?:\s?\.){{1,5}}|[.!?…])[.!?…]*+[{re.escape(_CLOSERS)}]*+(?=\s|$)")
_NEXT_WORD = re.compile(rf"\s*([{_OPENERS}]*)\s*([\w$£€#@][\w'’.]{{0,30}})?")
_LAST_WORD = re.compile(r"[\w.&'’-]+$")

_BEFORE_NAMES = frozenset(
    "mr mrs ms mx dr prof rev fr st gov lt col gen maj capt cmdr cpl sgt adm sen sens rep reps pres hon supt atty "
    "messrs msgr amb insp det engr smt vs v mt ft e.g i.e cf ca approx fig rt".split()
)
"""Abbreviations that never end a sentence: what they belong to follows."""

_BEFORE_FIGURES = frozenset("jan feb mar apr jun jul aug sep sept oct nov dec no nos sec pp vol".split())
"""Abbreviations that do not end a sentence when a figure follows."""

_ANYWHERE = frozenset(
    "u.s u.k u.n u.s.a e.u d.c n.y l.a a.m p.m a.d b.c ph.d m.d r-n.y d-n.y inc corp co ltd llc bros dept jr sr ave "
    "blvd ala ariz ark calif colo conn del fla ga ill ind kan ky la mass md mich minn mo mont neb nev okla ore pa tenn "
    "tex va vt wash wis wyo".split()
)
"""Abbreviations that may end a sentence: they do when the next word is one that begins sentences."""

_STARTERS = frozenset(
    "the a an this that these those he she it they we i you his her its their our my but and or so yet for in on at by "
    "from with as if when while after before since during because although though there here however meanwhile still "
    "then also both some many most other others another what who why how not no now one two such under over until "
    "despite earlier later last".split()
)

_TAG_AFTER_QUOTE = re.compile(
    r"\s+(?:[A-Z][\w.'’-]*\s+){1,4}(?:said|says|asked|asks|added|wrote|tweeted|told|continued|replied|responded|shouted"
    r"|yelled|exclaimed|wondered)\b"
)

_DOUBLE = re.compile("``|''|[\"“”„«»]")
_SINGLE = re.compile("[‘’']")
_FEET_AND_INCHES = re.compile("\\d['’]\\s?\\d{1,2}\"")
# "''" opens as well: some wire texts write every double mark so.
_PAIRS = {"“": '”"', "„": '“”"', "«": "»", "``": ("''", '"'), "''": ("''",), '"': '"”'}
_ELIDED = re.compile(r"['’‘](?:em|n|tis|twas|til|till|cause|bout|round|\d\d?0?s?)\b", re.IGNORECASE)


@attrs.frozen(kw_only=True)
class Quoted:
    """A quotation, its marks included; `closed` is false when its paragraph ends, or another opens, before it does."""

    span: Span
    closed: bool

    def words(self, text: str) -> str:
        """What stands between the marks."""
        return self.span.of(text).strip("\"'`“”„«»‘’ ")


def paragraphs(text: str) -> tuple[Span, ...]:
    """The lines that hold more than white space, trimmed, for any kind of line break."""
    found = []
    for match in _LINE.finditer(text):
        line = match.group()
        start = match.start() + len(line) - len(line.lstrip())
        end = match.start() + len(line.rstrip())
        if start < end:
            found.append(Span(start, end))
    return tuple(found)


@lru_cache(maxsize=1024)
def sentences(text: str, within: Span) -> tuple[Span, ...]:
    """The sentences of a paragraph, trimmed; together they hold everything in it but white space.

    A quotation of several sentences is cut at each of them; the tag after it ("“Why?” he asked.") stays with the last.
    Several steps ask for the same paragraphs, so the last ones are remembered.
    """
    found, start = [], within.start
    for match in _STOP.finditer(text, within.start, within.end):
        if match.start() >= start and _ends_sentence(text, match, within.end):
            found.append(_trimmed(text, start, match.end()))
            start = match.end()
    found.append(_trimmed(text, start, within.end))
    return tuple(span for span in found if span)


def quotations(text: str, within: Span) -> tuple[Quoted, ...]:
    """The outermost quotations of a paragraph, in order and disjoint, whatever marks they use.

    Apostrophes and marks of feet and inches open nothing. A single quotation mark counts only outside double ones and
    only when it is closed in the paragraph. A double one that is never closed reaches to the paragraph's end, as in a
    speech of several paragraphs; when another opens first, it ends there.
    """
    return _with_single(text, within, _double(text, within))


def _double(text: str, within: Span) -> list[Quoted]:
    found: list[Quoted] = []
    opened: re.Match[str] | None = None
    last_curly = text.rfind("”", within.start, within.end)
    for mark in _DOUBLE.finditer(text, within.start, within.end):
        sign = mark.group()
        if sign == '"' and _FEET_AND_INCHES.search(text, max(within.start, mark.start() - 5), mark.end()):
            continue
        if not opened:
            opened = mark if sign in _PAIRS and _opens(text, mark, within) else None
        elif sign == opened.group() and _looks_opening(text, mark, within):
            found.extend(_unclosed(text, opened.start(), mark.start()))
            opened = mark
        elif sign in _PAIRS[opened.group()] and not (sign == '"' != opened.group() and mark.start() < last_curly):
            if opened.end() < mark.start():
                found.append(Quoted(span=Span(opened.start(), mark.end()), closed=True))
            opened = None
    if opened:
        found.extend(_unclosed(text, opened.start(), within.end))
    return found


def _with_single(text: str, within: Span, double: list[Quoted]) -> tuple[Quoted, ...]:
    """Add the quotations in single marks that stand outside `double`, each in place of the double ones inside it."""
    found: list[Quoted] = []
    opened: int | None = None
    at = 0
    for mark in _SINGLE.finditer(text, within.start, within.end):
        while at < len(double) and double[at].span.end <= mark.start():
            found.append(double[at])
            at += 1
        if at < len(double) and double[at].span.start <= mark.start():
            continue
        if opened is not None and opened + 1 < mark.start() and _closes_single(text, mark, within):
            while found and found[-1].span.start > opened:
                found.pop()
            found.append(Quoted(span=Span(opened, mark.end()), closed=True))
            opened = None
        elif mark.group() != "’" and _looks_opening(text, mark, within) and not _ELIDED.match(text, mark.start()):
            opened = mark.start()
    return (*found, *double[at:])


def _ends_sentence(text: str, stop: re.Match[str], end: int) -> bool:
    """Whether the punctuation at `stop` ends its sentence, judged by the word before and the word after it."""
    following = _NEXT_WORD.match(text, stop.end(), end)
    marks, word = (following[1], following[2] or "") if following else ("", "")
    closes_quote = stop.group()[-1] in _QUOTE_CLOSERS
    if not word:
        return True
    if word[0].islower() and not (marks and closes_quote):
        return False
    if len(stop["stops"]) > 1 or stop["stops"] == "…":
        return word != "I" or bool(marks)
    if stop["stops"] != ".":
        return not (closes_quote and not marks and _TAG_AFTER_QUOTE.match(text, stop.end(), end))
    return closes_quote or not _is_abbreviation(text, stop.start(), word, quoted=bool(marks))


def _is_abbreviation(text: str, stop: int, following: str, *, quoted: bool) -> bool:
    """Whether the full stop at `stop` belongs to an abbreviation that goes on, given the word that follows."""
    before = _LAST_WORD.search(text, max(0, stop - 24), stop)
    shown = before.group() if before else ""
    word = shown.lower()
    if word in _BEFORE_NAMES:
        return not quoted
    if word in _BEFORE_FIGURES:
        return following[0].isdigit()
    if (word in _ANYWHERE and (shown[0].isupper() or "." in word)) or re.fullmatch(r"[^\W\d_]|(\w\.)+\w", word):
        return not quoted and following.lower().rstrip(".") not in _STARTERS
    return False


def _trimmed(text: str, start: int, end: int) -> Span | None:
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    right = start + len(piece.rstrip())
    return Span(left, right) if left < right else None


def _unclosed(text: str, start: int, end: int) -> Iterator[Quoted]:
    span = _trimmed(text, start, end)
    if span and len(span) > 1:
        yield Quoted(span=span, closed=False)


def _looks_opening(text: str, mark: re.Match[str], within: Span) -> bool:
    """Whether a mark stands before a word rather than after one."""
    before = text[mark.start() - 1] if mark.start() > within.start else " "
    after = text[mark.end()] if mark.end() < within.end else " "
    return not after.isspace() and (before.isspace() or before in "([{—–-/‘'“\"" or mark.group() in "“„«")


def _opens(text: str, mark: re.Match[str], within: Span) -> bool:
    """Whether a double mark begins a quotation when none is open: a straight one after a figure means inches."""
    if mark.end() >= within.end:
        return False
    if mark.group() not in ('"', "''"):
        return True
    before = text[mark.start() - 1] if mark.start() > within.start else " "
    loose = mark.group() == '"' and (before.isspace() or before in ":,")
    return not before.isalnum() and (loose or _looks_opening(text, mark, within))


def _closes_single(text: str, mark: re.Match[str], within: Span) -> bool:
    """Whether a single mark ends a quotation: not inside a word, and not a plural's possessive."""
    before = text[mark.start() - 1]
    after = text[mark.end()] if mark.end() < within.end else " "
    possessive = before == "s" and re.match(r"\s\w", text[mark.end() : mark.end() + 2])
    return mark.group() != "‘" and not before.isspace() and not after.isalnum() and not possessive
