"""Traces written as marked-up sentences, for tests that start behind extraction.

    make_trace("{source:The mayor} {cue:said} {content:the bridge was safe}.", outlet="Harbour Post")

One claim a sentence. Its chain holds the marked `source` (a second one is co-equal), then `relayer`; a sentence with
`photographer`, `agency` or `distributor` is a photo credit, one without `content` a silence, one without marks is
unattributed. A source is the same one wherever it is spelled the same, whatever its case.
"""

from collections.abc import Mapping

from sqlite_utils import Database

from provenance.models import (
    Article,
    Attribution,
    Claim,
    Hop,
    Identity,
    Kind,
    Mention,
    Role,
    Sentence,
    SentenceStatus,
    Source,
    SourceType,
    Span,
    Trace,
)
from tests.marked import read_marked

Profiles = Mapping[str, tuple[Identity, SourceType]]

ROLES = {
    "source": Role.ORIGINATOR,
    "relayer": Role.RELAYER,
    "photographer": Role.PHOTOGRAPHER,
    "agency": Role.AGENCY,
    "distributor": Role.DISTRIBUTOR,
}
CREDITED = {"photographer", "agency", "distributor"}


def make_trace(
    *marked: str,
    name: str = "story",
    outlet: str | None = None,
    url: str | None = None,
    published: str | None = None,
    profiles: Profiles | None = None,
) -> Trace:
    """Build the trace of an article that consists of these sentences, one a line."""
    text, claims, sentences = "", [], []
    for sentence in marked:
        words, spans = read_marked(sentence)
        placed = {mark: tuple(_move(span, len(text)) for span in found) for mark, found in spans.items()}
        whole = Span(len(text), len(text) + len(words))
        text += words + "\n"
        if placed:
            claims.append(_make_claim(text, whole, placed, profiles or {}))
        status = SentenceStatus.ATTRIBUTED if placed else SentenceStatus.UNATTRIBUTED
        sentences.append(Sentence(span=whole, status=status))
    article = Article(name=name, origin=f"test:{name}", text=text, url=url, outlet=outlet, published=published)
    return Trace(article=article, claims=tuple(claims), sentences=tuple(sentences))


def dump(db: Database) -> str:
    """Every row of every table in a fixed order, without the runs, the search indexes and the record of migrations."""
    left_out = ("_", "claims_fts", "sources_fts", "articles_fts", "runs", "ingest_errors")
    tables = sorted(table for table in db.table_names() if not table.startswith(left_out))
    rows = ((table, sorted(map(repr, db.query(f"SELECT * FROM {table}")))) for table in tables)  # noqa: S608
    return "\n".join(f"{table} {row}" for table, found in rows for row in found)


def _move(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _make_claim(text: str, statement: Span, placed: Mapping[str, tuple[Span, ...]], profiles: Profiles) -> Claim:
    attribution = Attribution(
        kind=_kind(placed),
        source=placed.get("source", ()),
        cue=placed.get("cue", ()),
        content=placed.get("content", ()),
        statement=statement,
        confidence=0.875,
        rule="by hand",
    )
    hops = tuple(_make_hop(text, role, span, profiles) for mark, role in ROLES.items() for span in placed.get(mark, ()))
    return Claim(
        attribution=attribution,
        chain=hops,
        abstained=None if hops else "no source is stated",
        confidence=0.75,
    )


def _kind(placed: Mapping[str, tuple[Span, ...]]) -> Kind:
    if CREDITED & placed.keys():
        return Kind.PHOTO_CREDIT
    return Kind.CLAIM if "content" in placed else Kind.SILENCE


def _make_hop(text: str, role: Role, span: Span, profiles: Profiles) -> Hop:
    name = span.of(text)
    identity, source_type = profiles.get(name, (Identity.NAMED_PERSON, SourceType.UNKNOWN))
    if role.value in CREDITED:
        source_type = SourceType.PHOTO_CREDIT
    source = Source(key=name.casefold(), name=name, identity=identity, source_type=source_type)
    return Hop(mention=Mention(role=role, name=name, key=source.key, span=span, rule="by hand"), source=source)
