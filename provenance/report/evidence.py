"""The words that prove a finding: the sentences that carry a claim, with what was claimed marked in them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs
from sqlite_utils import Database

LONGEST = 420
"""How many characters of the carrying sentences are shown; a longer stretch is cut around the claim."""

LEAD = 120
"""How many characters before the claim are kept when the sentences are cut."""

CLAIM = """
select claims.id, articles.label, articles.outlet, articles.published, articles.text, context_start, context_end
from claims join articles on articles.id = claims.article where claims.id = ?
"""
CONTENT = "select start, end from claim_spans where claim = ? and role = 'content' order by start"


@attrs.frozen(kw_only=True)
class Piece:
    """Some words of an article, and whether they are what was claimed."""

    text: str
    marked: bool


@attrs.frozen(kw_only=True)
class Proof:
    """The sentences that carry a claim, in pieces, and the article they stand in."""

    claim: str
    article: str
    outlet: str | None
    published: str | None
    pieces: tuple[Piece, ...]


def find_proofs(db: Database, claims: Iterable[str]) -> Mapping[str, Proof]:
    """The words behind each of these claims, by the claim's id; one that is gone has none."""
    found = {}
    for claim in dict.fromkeys(claims):
        row = db.execute(CLAIM, [claim]).fetchone()
        if row:
            contents = [(start, end) for start, end in db.execute(CONTENT, [claim])]
            pieces = tuple(cut_pieces(row[4], (row[5], row[6]), contents))
            found[claim] = Proof(claim=row[0], article=row[1], outlet=row[2], published=row[3], pieces=pieces)
    return found


def cut_pieces(text: str, statement: tuple[int, int], contents: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    """Cut a statement (code points, half-open) into what was claimed and the words around it.

    Joined, the pieces are the statement as it stands in the text, or as much of it as is shown between two "…".
    """
    start, end = statement
    inside = [(max(s, start), min(e, end)) for s, e in contents if s < end and e > start]
    if end - start > LONGEST:
        start = max(start, (inside[0][0] if inside else start) - LEAD)
        end = min(end, start + LONGEST)
    if start > statement[0]:
        yield Piece(text="…", marked=False)
    at = start
    for s, e in inside:
        if at < min(s, end):
            yield Piece(text=text[at : min(s, end)], marked=False)
        if max(s, at) < min(e, end):
            yield Piece(text=text[max(s, at) : min(e, end)], marked=True)
        at = max(at, min(e, end))
    if at < end:
        yield Piece(text=text[at:end], marked=False)
    if end < statement[1]:
        yield Piece(text="…", marked=False)
