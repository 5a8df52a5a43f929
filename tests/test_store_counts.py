"""Whatever is ingested, replaced, deleted and reviewed in whatever order, every count equals a plain recount."""

import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from provenance.models import Identity, Role, SourceType
from provenance.rows import ArticleRows, ClaimRow, to_rows
from provenance.store import (
    Verdict,
    Version,
    add_review,
    delete_article,
    open_database,
    start_run,
    verify_database,
    write_article,
)
from tests.traced import dump, make_trace

NAMES = ("Ada Quill", "ADA QUILL", "Tolliver Freight", "reporters", "Ines Marlow")
OUTLETS = (None, "Harbour Post", "Valley News")
MARKS = ("relayer", "photographer", "agency")

names = st.sampled_from(NAMES)
profiles = st.fixed_dictionaries(
    {name: st.tuples(st.sampled_from(tuple(Identity)[:3]), st.sampled_from(tuple(SourceType)[:3])) for name in NAMES}
)


@st.composite
def sentences(draw: st.DrawFn) -> str:
    """A sentence with up to two originators and one further hop, a silence, a credit, or nobody at all."""
    chain = [f"{{source:{name}}} " for name in draw(st.lists(names, max_size=2))]
    chain += [f"{{{mark}:{draw(names)}}} " for mark in draw(st.lists(st.sampled_from(MARKS), max_size=1))]
    content = draw(st.sampled_from(("", "{cue:said} {content:it would rain}", "{cue:said} {content:it would not}")))
    return "".join(chain) + content + "."


@attrs.frozen
class Write:
    """Write one of three articles."""

    rows: ArticleRows


@attrs.frozen
class Delete:
    """Delete one of three articles, whether or not it is there."""

    name: str


@attrs.frozen
class Review:
    """Review the claim that is at this place among all claims, counted round and round."""

    place: int
    verdict: Verdict


@st.composite
def writes(draw: st.DrawFn) -> Write:
    """An article under one of three names, its outlet and text as they come."""
    seen, written = draw(profiles), draw(st.lists(sentences(), min_size=1, max_size=4))
    trace = make_trace(
        *written,
        name=draw(st.sampled_from("abc")),
        outlet=draw(st.sampled_from(OUTLETS)),
        profiles=seen,
    )
    # The same reading gives the same trace, so what makes the traces differ must have been read.
    article = attrs.evolve(trace.article, byline=str((seen, written)))
    return Write(to_rows(attrs.evolve(trace, article=article), version="v1"))


deletions = st.builds(Delete, st.sampled_from("abc"))
reviews = st.builds(Review, st.integers(0, 20), st.sampled_from(tuple(Verdict)[1:]))


def open_fresh(folder: str, name: str) -> Database:
    db = open_database(Path(folder) / name, create=True)
    start_run(db, Version(id="v1", program="1", weights=None, lexicon="l"), "by hand")
    return db


def carry_out(db: Database, step: Write | Delete | Review, kept: dict[str, ArticleRows]) -> None:
    """Do it to the database and to `kept`, which holds the rows that should be there."""
    if isinstance(step, Write):
        write_article(db, step.rows)
        kept[step.rows.article.name] = step.rows
    elif isinstance(step, Delete):
        gone = kept.pop(step.name, None)
        assert delete_article(db, gone.article.id if gone else "nobody") == (gone is not None)
    elif claims := [claim for rows in kept.values() for claim in rows.claims]:
        add_review(db, claims[step.place % len(claims)].id, step.verdict.value, reviewed_at="2024-03-05")


def recount_source(source: str, kept: Sequence[ArticleRows]) -> tuple[Any, ...]:
    """One row of `sources`, by the plainest possible counting."""
    hops = [
        (rows, hop, claim)
        for rows in kept
        for hop in rows.attributions
        for claim in rows.claims
        if hop.claim == claim.id
    ]
    mine = [(rows, hop, claim) for rows, hop, claim in hops if hop.source == source]
    said = {claim.id for _, hop, claim in mine if claim.kind == "claim" and hop.role != "relayer"}
    silent = {claim.id for _, hop, claim in mine if claim.kind == "silence" and hop.role != "relayer"}
    credited = {claim.id for _, hop, claim in mine if claim.kind == "photo_credit" and hop.role != "relayer"}
    relayed = {claim.id for _, hop, claim in mine if hop.role == "relayer"}
    articles = {claim.article for _, _, claim in mine}
    outlets = {claim.outlet for _, _, claim in mine if claim.outlet}
    counts = (len(said), len(relayed), len(silent), len(credited), len(articles), len(outlets))
    return (elect(source, mine), *counts)


def elect(source: str, mine: Sequence[tuple[ArticleRows, Any, ClaimRow]]) -> tuple[str, str, str]:
    """Name, identity and type as most hops have them."""
    found = Counter[str](), Counter[str](), Counter[str]()
    for rows, hop, claim in mine:
        seen = next(row for row in rows.sources if row.id == source)
        first = next((h for h in rows.attributions if h.claim == claim.id and h.role != Role.RELAYER), None)
        leads = first is not None and first.position == hop.position
        found[0][seen.name] += 1
        found[1][claim.identity if leads else seen.identity] += 1
        found[2][(claim.source_type or "") if leads else seen.source_type] += 1
    identities, types = [v.value for v in Identity], [v.value for v in SourceType]
    return (
        min(found[0], key=lambda name: (-found[0][name], -len(name), name)),
        min(found[1], key=lambda value: (-found[1][value], identities.index(value))),
        min(found[2], key=lambda value: (-found[2][value], types.index(value))),
    )


def stored_sources(db: Database) -> dict[str, tuple[Any, ...]]:
    return {
        row["id"]: (
            (row["name"], row["identity"], row["source_type"]),
            *(row[f"n_{what}"] for what in "claims relayed silences photo_credits articles outlets".split()),
        )
        for row in db.table("sources").rows
    }


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(writes(), writes(), deletions, reviews), max_size=12))
def test_every_count_equals_a_plain_recount(steps: list[Write | Delete | Review]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        db = open_fresh(folder, "news.db")
        kept: dict[str, ArticleRows] = {}
        for step in steps:
            carry_out(db, step, kept)

        sources = {source.id for rows in kept.values() for source in rows.sources}
        assert stored_sources(db) == {source: recount_source(source, tuple(kept.values())) for source in sources}
        assert [str(difference) for difference in verify_database(db)] == []
        db.close()


@settings(max_examples=30, deadline=None)
@given(st.lists(writes(), max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_articles_decides_nothing(steps: list[Write], random: Any) -> None:
    latest = {step.rows.article.name: step.rows for step in steps}
    shuffled = list(latest.values())
    random.shuffle(shuffled)
    with tempfile.TemporaryDirectory() as folder:
        grown, fresh = open_fresh(folder, "grown.db"), open_fresh(folder, "fresh.db")
        for step in steps:
            write_article(grown, step.rows)
        for rows in shuffled:
            write_article(fresh, rows)

        assert dump(grown) == dump(fresh)
        grown.close()
        fresh.close()
