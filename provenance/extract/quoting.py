"""Claims of somebody whom another quotes: "The agency quoted Vale as saying", "Vale was quoted by it as saying".

The tagger gives them to whoever quotes. They are the quoted one's; who quotes stays in the text before or after the
reporting words, where the relay chain is read off it.
"""

import re

import attrs

from provenance.extract.passages import Prose
from provenance.extract.phrases import subject_before
from provenance.extract.places import Places
from provenance.models import Attribution, Kind, Span

_AS = r"as\s+(?:having\s+)?(?:saying|said|telling|told|stating|warning|claiming|adding|writing|calling|describing)\b"
_SAID = re.compile(rf"(?:,\s+|(?<![\s,])\s+)(?P<as>{_AS})(?=[\s,.:])")
_VERB = re.compile(r"\b(?P<verb>quoted|quotes|quoting|cited|cites|citing)\s+(?!by\s)")
_NOT_WHO = re.compile(r"[;:“”\"■]|(?<![A-Z])(?<![A-Z][a-z])\.")
_PASSIVE = re.compile(
    rf"\b(?P<verb>(?:was|were|is|are|has\s+been|have\s+been|had\s+been)\s+(?:also\s+|widely\s+|later\s+)?quoted)"
    rf"(?:\s+by\s+(?P<by>[^,;:“”\"■]{{2,80}}?))?\s+(?P<as>{_AS})(?P<after>\s+by\s+[^,;:.“”\"■]{{2,60}}?(?=\s+that\b|[,.]))?"
)
FARTHEST, SHORTEST = 180, 2
"""How many characters the words that quote may stand apart, and how many name somebody."""

FEWEST_WORDS = 3
"""Less than that is no claim."""

SURE = 0.9
"""How sure a claim is that no tagger has seen. Not measured: the corpora hold too few of them."""


def find_quoted_as(prose: Prose, claims: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    """The claims, those of somebody whom another quotes given to the one who is quoted."""
    found = [quote for passage in prose.passages for clause in passage.clauses for quote in _quotes(prose, clause)]
    if not found:
        return claims
    places = Places()
    for number, quote in enumerate(found):
        places.take(quote.cue, number)
    given = tuple(_given(prose, claim, [found[n] for n in places.shared(claim.cue)]) for claim in claims)
    heard = Places.of(span for claim in given for span in claim.cue)
    missed = (_claim(prose, quote) for quote in found if not heard.touches(quote.cue))
    return (*given, *(claim for claim in missed if claim))


@attrs.frozen(kw_only=True)
class _Quote:
    """Who is quoted, in which clause, by which words, and the place of all words that are no part of what was said."""

    who: Span
    clause: Span
    cue: tuple[Span, ...]
    place: Span


def _quotes(prose: Prose, clause: Span) -> list[_Quote]:
    return [*_as_object(prose.masked, clause), *_as_subject(prose.masked, clause)]


def _as_object(masked: str, clause: Span) -> list[_Quote]:
    found = list[_Quote]()
    for said in _SAID.finditer(masked, clause.start, clause.end):
        verbs = list(_VERB.finditer(masked, max(clause.start, said.start() - FARTHEST), said.start()))
        if not verbs or said.start() - verbs[-1].end() < SHORTEST:
            continue
        verb, who = verbs[-1], Span(verbs[-1].end(), said.start())
        if not _NOT_WHO.search(masked, who.start, who.end):
            cue = (Span(*verb.span("verb")), Span(*said.span("as")))
            found.append(_Quote(who=who, clause=clause, cue=cue, place=Span(verb.start(), said.end())))
    return found


def _as_subject(masked: str, clause: Span) -> list[_Quote]:
    found = list[_Quote]()
    for match in _PASSIVE.finditer(masked, clause.start, clause.end):
        subject, _ = subject_before(masked, clause.start, match.start("verb"))
        if subject:
            parts = (Span(*match.span("verb")), Span(*match.span("as")))
            whole = (Span(parts[0].start, parts[1].end),)
            cue, place = parts if match["by"] else whole, Span(subject.start, match.end())
            found.append(_Quote(who=subject, clause=clause, cue=cue, place=place))
    return found


def _given(prose: Prose, claim: Attribution, quotes: list[_Quote]) -> Attribution:
    """A claim whose reporting word is the one of the first of `quotes`, as the claim of who is quoted there."""
    if claim.kind is not Kind.CLAIM or not quotes:
        return claim
    quote = quotes[0]
    content = tuple(kept for piece in claim.content if (kept := _without(prose.text, piece, quote.place)))
    if not content:
        return claim
    return attrs.evolve(
        claim, source=(quote.who,), cue=quote.cue, content=content, told=True, rule=f"{claim.rule}+quoted-as"
    )


def _claim(prose: Prose, quote: _Quote) -> Attribution | None:
    """The claim around quoting words in which no tagger has seen one."""
    content = _without(prose.text, quote.clause, quote.place)
    if content and content.start < quote.place.start:
        before = prose.masked[content.start : content.end]
        # In front of who is quoted only words that a quotation mark or a comma closes are theirs.
        if not before.endswith((",", "”", '"')):
            return None
        content = Span(content.start, content.end - before.endswith(","))
    elif content:
        content = Span(content.start, content.start + len(content.of(prose.text).rstrip(".")))
    if content is None or len(content.of(prose.text).split()) < FEWEST_WORDS:
        return None
    return Attribution(
        kind=Kind.CLAIM,
        source=(quote.who,),
        cue=quote.cue,
        content=(content,),
        statement=quote.clause,
        confidence=SURE,
        rule="quoted-as",
    )


def _without(text: str, piece: Span, place: Span) -> Span | None:
    """What of a stretch stands outside the quoting words: behind them, or else before them."""
    if not piece.overlaps(place):
        return piece
    after = text[place.end : piece.end] if piece.end > place.end else ""
    words = after.strip(" ,:")
    if any(sign.isalnum() for sign in words):
        start = place.end + after.index(words)
        return Span(start, start + len(words))
    before = text[piece.start : place.start].rstrip() if piece.start < place.start else ""
    return Span(piece.start, piece.start + len(before)) if before else None
