"""The words of a photo credit, taken apart: "Jane Roe/AFP via Getty Images" → photographer, agency, distributor."""

import re
from collections.abc import Iterable, Sequence
from enum import Enum, auto

import attrs

from provenance.models import Credit, Span
from provenance.read.byline import is_organization
from provenance.read.patterns import UPPER, Lead, load_credits

NAME_WORD = rf"(?:(?:{UPPER}\.)+|{UPPER}[\w’'-]*|(?:[a-z]{{1,3}}-|al-|d’|d'){UPPER}[\w’'-]+)"
PARTICLE = r"(?:de|da|do|dos|das|du|di|del|della|van|von|der|den|ter|ten|la|le|el|al|bin|ibn|e|y)"
NAME = rf"{NAME_WORD}(?: (?:{PARTICLE} ){{0,2}}{NAME_WORD})*(?:,? Jr\.)?"
PEOPLE = re.compile(rf"{NAME}(?:(?:, and | and | & |, ){NAME})*")
BODY = re.compile(rf"(?:the )?{NAME_WORD}(?: (?:(?:of|for|the|and|&|de|du|der|des) ){{0,2}}{NAME_WORD})*(?: family)?")
SEPARATOR = re.compile(r"\s*/\s*|\s+\|\s+|\s*•\s*")
VIA = re.compile(r",?\s+(?:via|VIA|through)\s+")
FOR = re.compile(r"\s+for\s+")
FILE_TAIL = re.compile(r"(?:\s*[,/]\s*|\s+)(?:FILE|File|file)(?:\s(?:PHOTO|[Pp]hoto|[Ii]mage|[Pp]icture))?\.?$")
AGENCY_PHOTO = re.compile(r"(?P<agency>.+?)\s(?:Photo|PHOTO|photo|Foto|Image)s?$")
MOST_WORDS = 6


class Kind(Enum):
    """What a piece of a credit is: a person, a body (agency, outlet, office), or a staff word that names nobody."""

    PERSON = auto()
    BODY = auto()
    NEUTRAL = auto()


@attrs.frozen
class Piece:
    """A piece of a credit between its slashes; `photo` says that the word "Photo" stood with the agency."""

    kind: Kind
    span: Span
    photo: bool = False


def parse_credit(text: str, span: Span, *, lead: Lead | None = None, trusted: bool = False) -> Credit | None:
    """Read `span` as a credit, or return None if it is not surely one.

    After a `lead` ("Photo by"), or where the page itself marks a credit (`trusted`), any name is believed. Without,
    there must be an agency or outlet that the lexicon knows beside a person's name, an agency passed on `via` a known
    one, or a house that deals in nothing but pictures: neither "(Smith/Jones, 2019)" nor "(Reuters)" is a credit.
    """
    easy = lead is not None or trusted
    head, *rest = _split(text, _without_file(text, span), VIA)
    distributor = Span(rest[0].start, rest[-1].end) if rest else None
    if distributor is not None and not BODY.fullmatch(distributor.of(text)):
        return None
    pieces: list[Piece] = []
    for part in _split(text, head, SEPARATOR):
        read = _read_piece(text, part, easy=easy)
        if read is None:
            return None
        pieces += read
    if not easy and not _certain(text, pieces, distributor):
        return None
    return _credit(span, pieces, distributor, passed_on=lead is not None and lead.role == "distributor")


def _without_file(text: str, span: Span) -> Span:
    """The span without a trailing ", File"."""
    words = span.of(text)
    match = FILE_TAIL.search(words)
    core = words[: match.start()].rstrip(" ,;") if match else ""
    return Span(span.start, span.start + len(core)) if core else span


def _split(text: str, span: Span, separator: re.Pattern[str]) -> list[Span]:
    """The parts of `span` between the separators; at least one, none empty."""
    parts, start = [], span.start
    for match in separator.finditer(span.of(text)):
        parts.append((start, span.start + match.start()))
        start = span.start + match.end()
    parts.append((start, span.end))
    return [Span(a, b) for a, b in parts if a < b] or [span]


def _read_piece(text: str, part: Span, *, easy: bool) -> tuple[Piece, ...] | None:
    """What a part between slashes is; None if it is no name at all."""
    known = load_credits()
    words = part.of(text)
    if words in known.neutral:
        return (Piece(Kind.NEUTRAL, part),)
    person, *outlet = _split(text, part, FOR)
    if len(outlet) == 1 and _is_person(person.of(text)) and _is_body(outlet[0].of(text)):
        return (Piece(Kind.PERSON, person), Piece(Kind.BODY, outlet[0]))
    match = AGENCY_PHOTO.fullmatch(words)
    if match and match["agency"] in known.agencies and words not in known.picture_only | known.agencies:
        return (Piece(Kind.BODY, Span(part.start, part.start + len(match["agency"])), photo=True),)
    if _is_body(words):
        return (Piece(Kind.BODY, part),)
    if _is_person(words):
        return (Piece(Kind.PERSON, part),)
    short = BODY.fullmatch(words) and len(words.split()) <= MOST_WORDS
    return (Piece(Kind.BODY, part),) if easy and short else None


def _is_body(words: str) -> bool:
    known = load_credits()
    return words in known.agencies | known.picture_only or (is_organization(words) and bool(BODY.fullmatch(words)))


def _is_person(words: str) -> bool:
    count = len(words.split())
    return count > 1 and bool(PEOPLE.fullmatch(words)) and (count <= MOST_WORDS or " and " in words)


def _certain(text: str, pieces: Sequence[Piece], distributor: Span | None) -> bool:
    """Whether a credit that nothing introduces is one beyond doubt."""
    known = load_credits()
    bodies = [piece for piece in pieces if piece.kind is Kind.BODY]
    if distributor is not None:
        return distributor.of(text) in known.agencies | known.picture_only
    if any(piece.kind is not Kind.BODY for piece in pieces):
        return bool(bodies)
    return any(piece.photo or piece.span.of(text) in known.picture_only for piece in bodies)


def _credit(span: Span, pieces: Iterable[Piece], distributor: Span | None, *, passed_on: bool) -> Credit:
    """Give the names their roles; `passed_on` is a courtesy, which makes nobody a photographer."""
    people = [piece.span for piece in pieces if piece.kind is Kind.PERSON]
    bodies = people[1:] + [piece.span for piece in pieces if piece.kind is Kind.BODY]
    photographer = people[0] if people else None
    if passed_on and distributor is None:
        names = [name for name in (photographer, *bodies) if name]
        return Credit(span=span, distributor=names[0] if names else None, agency=names[1] if names[1:] else None)
    return Credit(
        span=span,
        photographer=photographer,
        agency=bodies[0] if bodies else None,
        distributor=distributor or (bodies[1] if bodies[1:] else None),
    )
