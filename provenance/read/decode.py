"""Bytes into text, without a guess where none is needed."""

import codecs
import re

from charset_normalizer import from_bytes

from provenance.errors import UnreadableArticle

SAMPLE = 200_000
"""How many bytes an encoding is guessed from."""

ENCODINGS = ("cp1252", "mac_roman", "cp1251", "koi8_r", "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr", "iso8859_2")
"""What is considered when a text is not UTF-8: left alone, the detector takes a short Windows text for Baltic DOS."""

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

SIGNATURES = (
    (b"%PDF", "a PDF", "convert it first, for example with pdftotext"),
    (b"PK\x03\x04", "a ZIP archive or office document", "save it as text or HTML first"),
    (b"\xd0\xcf\x11\xe0", "an office document", "save it as text or HTML first"),
    (b"{\\rtf", "a rich-text document", "save it as text or HTML first"),
    (b"\x1f\x8b", "compressed", "decompress it first, for example with gunzip"),
    (b"SQLite format 3", "a database", "name the articles themselves"),
    (b"\x89PNG", "an image", "name a text"),
    (b"GIF8", "an image", "name a text"),
    (b"\xff\xd8\xff", "an image", "name a text"),
)

CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
MAY_HOLD = 8
"""A text may hold this many control characters, or one in a hundred, before it counts as binary."""

WIDE = 0.4
"""From which share of NULs among every second byte on, and none among the others, bytes are UTF-16: most of a text in
Latin letters has them."""

STRAY_BYTES = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}
REPLACEMENT = "\ufffd"
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def decode(data: bytes, *, where: str, declared: str | None = None) -> str:
    """Turn the bytes of an article into text.

    Tried in order: a byte order mark, UTF-16 without one, UTF-8, UTF-8 with stray Windows-1252 bytes in it, the
    `declared` encoding, and what charset-normalizer finds. Newlines stay as they are. A byte order mark is not part of
    the text, so that offsets count from the character after it; each NUL becomes U+FFFD, one for one.

    Raises:
        UnreadableArticle: if the bytes are empty, binary or in no known encoding; `where` names them.
    """
    if not data:
        raise UnreadableArticle("the input is empty", where=where, remedy="name a file that holds an article")
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return storable(data[len(mark) :].decode(encoding, "replace"))
    if wide := _as_utf16(data):
        return storable(wide)
    refuse_binary(data, where=where)
    return storable(_as_utf8(data) or _as_declared(data, declared) or _as_guessed(data, where))


def storable(text: str) -> str:
    """The text with each NUL and lone surrogate, which no database takes, as U+FFFD."""
    return UNSTORABLE.sub(REPLACEMENT, text)


def refuse_binary(data: bytes, *, where: str) -> None:
    """Raise UnreadableArticle if the bytes are no text."""
    for signature, kind, remedy in SIGNATURES:
        if data.startswith(signature):
            raise UnreadableArticle(f"this is {kind}, not text", where=where, remedy=remedy)
    sample = data[:SAMPLE]
    if len(CONTROLS.findall(sample)) > max(MAY_HOLD, len(sample) // 100):
        raise UnreadableArticle("this is binary data, not text", where=where, remedy="name a text, HTML or JSONL file")


def _as_utf16(data: bytes) -> str | None:
    """The text if the bytes are Latin letters in UTF-16 that lacks its byte order mark."""
    sample = data[: SAMPLE - SAMPLE % 2]
    for encoding, high, low in (("utf-16-le", sample[1::2], sample[::2]), ("utf-16-be", sample[::2], sample[1::2])):
        if high.count(0) > WIDE * len(high) and 0 not in low:
            text = data.decode(encoding, "replace")
            return None if CONTROLS.search(text[:SAMPLE].encode("utf-8", "replace")) else text
    return None


def _as_utf8(data: bytes) -> str | None:
    text = data.decode("utf-8", "surrogateescape")
    stray = sum(1 for char in text if "\udc80" <= char <= "\udcff") if not _encodable(text) else 0
    foreign = sum(1 for char in text if char > "\x7f") - stray if stray else 0
    return text.translate(STRAY_BYTES) if stray <= foreign else None


def _encodable(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _as_declared(data: bytes, declared: str | None) -> str | None:
    try:
        return data.decode(declared) if declared else None
    except (LookupError, UnicodeDecodeError):
        return None


def _as_guessed(data: bytes, where: str) -> str:
    guess = from_bytes(data[:SAMPLE], cp_isolation=list(ENCODINGS)).best()
    if guess is None:
        raise UnreadableArticle(
            "the encoding is not recognised", where=where, remedy="convert it to UTF-8, for example with iconv"
        )
    return data.decode(guess.encoding, "replace")
