"""What people decided about sources, applied to an article: which source that was found is stored as which.

Decisions work on keys, and an article is always rekeyed from what was found in it. So a decision holds for articles
that are read later, and taking it back gives what there would have been without it.
"""

from collections.abc import Callable, Mapping, Sequence

import attrs
from sqlite_utils import Database

from provenance.models import Hop, Identity, Source, SourceType
from provenance.rows import ArticleRows, as_builtins, from_rows, to_rows

Chooser = Callable[[str, int, Source], Source]
"""From a claim's id, the place in its chain, and the source that stands there, to the source that should."""


@attrs.frozen(kw_only=True)
class Decisions:
    """The decisions that stand: what is merged into what, and what is another source in one article.

    `names` has the name of every key that something was ever decided to be, as it was when that was first decided: a
    later decision must not change what earlier ones have stored.
    """

    merged: Mapping[str, str]
    apart: Mapping[tuple[str, str], str]
    names: Mapping[str, str]

    def stored_as(self, source: Source, article: str) -> Source:
        """The source as which `source`, found in this article, is stored: itself unless people decided otherwise."""
        key = self.key_of(source.key, article)
        return source if key == source.key else attrs.evolve(source, key=key, name=self.names[key])

    def key_of(self, key: str, article: str) -> str:
        """The key under which the source that was found in this article as `key` is stored."""
        passed = [key]
        while ahead := [step for step in self._steps(passed[-1], article) if step not in passed]:
            passed.append(ahead[0])
        return passed[-1]

    def _steps(self, key: str, article: str) -> list[str]:
        return [step for step in (self.apart.get((key, article)), self.merged.get(key)) if step is not None]


@attrs.frozen(kw_only=True)
class FoundSource:
    """A row of `found_sources`: whom the program found at one place of a chain, where people decided otherwise."""

    claim: str
    position: int
    key: str
    name: str
    identity: str
    source_type: str
    country: str | None


def read_decisions(db: Database) -> Decisions:
    """The decisions that stand: of several about the same source the last."""
    merged, apart, names = dict[str, str](), dict[tuple[str, str], str](), dict[str, str]()
    recorded = db.execute("SELECT action, source_key, into_key, into_name, article FROM source_decisions ORDER BY id")
    for action, key, into, name, article in recorded.fetchall():
        names.setdefault(into, name)
        if article is not None:
            apart[key, article] = into
        elif action == "merge":
            merged[key] = into
        else:
            merged.pop(key, None)
    whole = Decisions(merged=merged, apart={}, names=names)
    # Merging a part with what it was split from takes the split back.
    still = {place: into for place, into in apart.items() if whole.key_of(place[0], "") != whole.key_of(into, "")}
    return Decisions(merged=merged, apart=still, names=names)


def read_found(db: Database, article: str) -> tuple[FoundSource, ...]:
    """What was found in this article where people decided otherwise, in the order of claims and chains."""
    names = [field.name for field in attrs.fields(FoundSource)]
    columns = ", ".join(f"f.{name}" for name in names)
    rows = db.execute(
        f"SELECT {columns} FROM found_sources f JOIN claims c ON c.id = f.claim"  # noqa: S608 (names of our own)
        " WHERE c.article = ? ORDER BY c.position, f.position",
        [article],
    ).fetchall()
    return tuple(FoundSource(**dict(zip(names, row, strict=True))) for row in rows)


def apply_decisions(rows: ArticleRows, decisions: Decisions) -> tuple[ArticleRows, tuple[FoundSource, ...]]:
    """From the rows as found, the rows to store, and what is needed to undo that."""
    keys = {source.key: decisions.key_of(source.key, rows.article.id) for source in rows.sources}
    changed = {key for found, key in keys.items() if key != found}
    if not changed:
        return rows, ()
    kept = tuple(
        FoundSource(claim=row.id, position=position, **as_builtins(hop.source))
        for row, claim in zip(rows.claims, from_rows(rows).claims, strict=True)
        for position, hop in enumerate(claim.chain)
        if keys[hop.source.key] in changed
    )
    return _choose_sources(rows, lambda _, __, source: decisions.stored_as(source, rows.article.id)), kept


def restore_found(rows: ArticleRows, found: Sequence[FoundSource]) -> ArticleRows:
    """From stored rows, the rows as found; the opposite of `apply_decisions`."""
    originals = {
        (row.claim, row.position): Source(
            key=row.key,
            name=row.name,
            identity=Identity(row.identity),
            source_type=SourceType(row.source_type),
            country=row.country,
        )
        for row in found
    }
    return _choose_sources(rows, lambda claim, position, source: originals.get((claim, position), source))


def _choose_sources(rows: ArticleRows, choose: Chooser) -> ArticleRows:
    trace = from_rows(rows)
    claims = tuple(
        attrs.evolve(claim, chain=tuple(_with(hop, choose(row.id, n, hop.source)) for n, hop in enumerate(claim.chain)))
        for row, claim in zip(rows.claims, trace.claims, strict=True)
    )
    renewed = to_rows(attrs.evolve(trace, claims=claims), version=rows.article.version)
    # What was read around the text is in the fingerprint alone.
    return attrs.evolve(renewed, article=attrs.evolve(renewed.article, fingerprint=rows.article.fingerprint))


def _with(hop: Hop, source: Source) -> Hop:
    return attrs.evolve(hop, source=source, mention=attrs.evolve(hop.mention, key=source.key))
