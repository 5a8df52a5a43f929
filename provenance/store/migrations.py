"""The database's shape, step by step. A step that has been released is never edited: a change is a new step.

Every table is STRICT and every column declared. Counts that a reader sorts by are columns, kept exact by `writing`,
because counting a popular source's claims again takes seconds at a million rows.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlite_utils import Database, Migrations
from sqlite_utils.db import ForeignKey

from provenance.store.backfills import BACKFILLS, PHOTOGRAPHS
from provenance.store.combinations import select_counts
from provenance.store.indexes import INDEXES, OVERTAKEN
from provenance.store.searchable import make_searchable
from provenance.store.vocabularies import VOCABULARIES

APPLICATION_ID = 0x50524F56
""""PROV", in the file's header: what tells a database of ours from any other."""

FACETS = (
    "source_type",
    "outlet",
    "identity",
    "quotation",
    "channel",
    "month",
    "kind",
    "cue_stance",
    "second_hand",
)
"""The columns by which the first indexes of claims led."""

Columns = Mapping[str, type]

migrations = Migrations("provenance")


@migrations()
def create_vocabularies(db: Database) -> None:
    """One table for each enum, so that a facet reads well and links to its meaning."""
    for name, terms in VOCABULARIES.items():
        _create(db, name, {"value": str, "description": str, "position": int}, pk="value")
        db.table(name).insert_all(term._asdict() for term in terms)


@migrations()
def create_articles(db: Database) -> None:
    """Outlets, the versions that wrote articles, articles, and their sentences."""
    _create(db, "outlets", {"name": str, "n_articles": int, "n_claims": int}, pk="name")
    _create(
        db,
        "versions",
        {"id": str, "program": str, "weights": str, "lexicon": str},
        pk="id",
        nullable="weights",
    )
    _create(
        db,
        "articles",
        _texts("id label name origin url title byline outlet published month retrieved")
        | _texts("text text_sha256 fingerprint version")
        | _integers("n_words n_claims n_silences n_photo_credits n_sources")
        | _reals("unattributed_share anonymous_share second_hand_share"),
        pk="id",
        nullable="url title byline outlet published month retrieved "
        "unattributed_share anonymous_share second_hand_share",
        links={"outlet": "outlets.name", "version": "versions.id"},
        indexes=("outlet month", "version", "month outlet", "published", "url", "name"),
    )
    _create(
        db,
        "sentences",
        _texts("article") | _integers("start end") | _texts("status"),
        pk=("article", "start"),
        links={"article": "articles.id cascade", "status": "sentence_statuses.value"},
        indexes=("status article",),
    )


@migrations()
def create_sources(db: Database) -> None:
    """Sources, each with its counts."""
    _create(
        db,
        "sources",
        _texts("id key name identity source_type country")
        | _integers("n_claims n_relayed n_silences n_photo_credits n_articles n_outlets"),
        pk="id",
        nullable="country",
        links={"identity": "identities.value", "source_type": "source_types.value"},
        indexes=("name", "identity source_type", "source_type identity", "n_claims", "n_articles"),
    )
    db.table("sources").create_index(["key"], unique=True)


@migrations()
def create_source_counts(db: Database) -> None:
    """Who a source is in each article and for each outlet, and the wordings under which it appears."""
    _create(
        db,
        "article_sources",
        _texts("article source name identity source_type country"),
        pk=("article", "source"),
        nullable="country",
        links={
            "article": "articles.id cascade",
            "source": "sources.id",
            "identity": "identities.value",
            "source_type": "source_types.value",
        },
        indexes=("source", "identity", "source_type"),
    )
    _create(
        db,
        "source_outlets",
        _texts("source outlet") | _integers("n_articles n_claims"),
        pk=("source", "outlet"),
        links={"source": "sources.id", "outlet": "outlets.name"},
        indexes=("outlet source",),
    )
    _create(
        db,
        "source_votes",
        _texts("source field value") | _integers("n"),
        pk=("source", "field", "value"),
        links={"source": "sources.id"},
    )
    _create(
        db,
        "source_aliases",
        _texts("source alias rule") | _integers("n_articles"),
        pk=("source", "alias", "rule"),
        links={"source": "sources.id"},
        indexes=("alias",),
    )


@migrations()
def create_claims(db: Database) -> None:
    """Claims, the table that is browsed."""
    _create(
        db,
        "claims",
        _texts("id article")
        | _integers("position")
        | _texts("kind text source source_type identity speaker_title outlet quotation channel cue cue_stance")
        | _integers("second_hand hedged")
        | _texts("chain")
        | _integers("chain_length")
        | _texts("relayer published month")
        | _reals("confidence found_confidence")
        | _texts("abstained rule")
        | _integers("context_start context_end")
        | _texts("review_status"),
        pk="id",
        nullable="source source_type speaker_title outlet cue relayer published month abstained",
        links={
            "article": "articles.id cascade",
            "source": "sources.id",
            "outlet": "outlets.name",
            "kind": "kinds.value",
            "source_type": "source_types.value",
            "identity": "identities.value",
            "quotation": "quotations.value",
            "channel": "channels.value",
            "cue_stance": "stances.value",
            "review_status": "review_verdicts.value",
        },
        indexes=("article position", "published", "relayer", "hedged", "review_status"),
    )
    # Each leads with one column a reader filters by and carries all the others, so that the facets of a filtered page
    # are counted from the index alone: 100–330 ms instead of 1,300 ms at a million claims.
    for leading in ("source", *FACETS):
        covered = [leading, *(facet for facet in FACETS if facet != leading)]
        db.table("claims").create_index(covered, index_name=f"idx_claims_by_{leading}")


@migrations()
def create_evidence(db: Database) -> None:
    """The words that prove a claim, and the hops of its chain."""
    _create(
        db,
        "claim_spans",
        _texts("claim role") | _integers("start end") | _texts("text"),
        pk=("claim", "role", "start"),
        links={"claim": "claims.id cascade", "role": "span_roles.value"},
        indexes=("role",),
    )
    _create(
        db,
        "attributions",
        _texts("claim")
        | _integers("position")
        | _texts("role source name title")
        | _integers("start end")
        | _texts("rule"),
        pk=("claim", "position"),
        nullable="title start end",
        links={"claim": "claims.id cascade", "source": "sources.id", "role": "roles.value"},
        indexes=("source role claim", "role source claim"),
    )


@migrations()
def create_search(db: Database) -> None:
    """Full-text search over what was said, by whom as shown, and with which word; triggers keep it exact."""
    db.table("claims").enable_fts(
        ["text", "chain", "cue"], create_triggers=True, tokenize="porter unicode61 remove_diacritics 2"
    )


@migrations()
def create_reviews(db: Database) -> None:
    """Human verdicts. A verdict outlives the claim it is about, so `claim` and `article` are no foreign keys."""
    _create(
        db,
        "reviews",
        _integers("id") | _texts("claim article verdict source_name source_type note reviewer reviewed_at claim_text"),
        pk="id",
        nullable="source_name source_type note reviewer",
        links={"verdict": "review_verdicts.value", "source_type": "source_types.value"},
        indexes=("claim", "article", "verdict", "source_type"),
    )
    # INSERT OR REPLACE deletes without a DELETE trigger, so it is refused by its own.
    taken = "INSERT ON reviews WHEN EXISTS (SELECT 1 FROM reviews WHERE id = new.id)"
    for name, event in {"update": "UPDATE ON reviews", "delete": "DELETE ON reviews", "replace": taken}.items():
        db.execute(
            f"CREATE TRIGGER reviews_refuse_{name} BEFORE {event} "
            "BEGIN SELECT RAISE(ABORT, 'reviews are append-only: add another review instead'); END"
        )


@migrations()
def create_runs(db: Database) -> None:
    """The log: what was ingested when, by which version, and what could not be read and why."""
    _create(
        db,
        "runs",
        _integers("id")
        | _texts("started finished status version inputs")
        | _integers("n_articles n_written n_unchanged n_failed n_claims"),
        pk="id",
        nullable="finished",
        links={"version": "versions.id"},
        indexes=("version",),
    )
    _create(
        db,
        "ingest_errors",
        _integers("id run") | _texts("input error message at"),
        pk="id",
        links={"run": "runs.id"},
        indexes=("run", "error"),
    )


@migrations()
def create_source_decisions(db: Database) -> None:
    """Who people say is one source or two, and what the program found where they say so.

    A decision outlives the rows it is about, so its keys and its article are no foreign keys.
    """
    _create(
        db,
        "source_decisions",
        _integers("id") | _texts("action source_key source_name into_key into_name article note reviewer decided_at"),
        pk="id",
        nullable="article note reviewer",
        indexes=("source_key", "into_key", "article"),
    )
    _refuse_changes(db, "source_decisions", "add another decision instead")
    _create(
        db,
        "found_sources",
        _texts("claim") | _integers("position") | _texts("key name identity source_type country"),
        pk=("claim", "position"),
        nullable="country",
        links={"claim": "claims.id cascade"},
        indexes=("key",),
    )


@migrations()
def add_sums_of_articles(db: Database) -> None:
    """What an audit adds up: counts for each article, and for each source in an article."""
    _add_columns(db, "claims", "state_medium TEXT")
    counts = "n_anonymous n_unnamed n_second_hand n_hedged n_state_media n_sentences n_unattributed"
    count = "INTEGER NOT NULL DEFAULT 0"
    _add_columns(db, "articles", *(f"{name} {count}" for name in counts.split()))
    says = ("outlet TEXT", "published TEXT", f"n_claims {count}", f"n_direct {count}", "claim TEXT")
    _add_columns(db, "article_sources", *says)
    _add_columns(db, "sources", f"n_direct {count}")
    for statement in BACKFILLS:
        db.execute(statement)


@migrations()
def create_photographs(db: Database) -> None:
    """Who is credited with each photograph, so that an audit need not put the chains together."""
    _create(
        db,
        "photographs",
        _texts("claim article outlet published photographer agency distributor"),
        pk="claim",
        nullable="outlet published photographer agency distributor",
        links={"claim": "claims.id cascade", "article": "articles.id cascade", "outlet": "outlets.name"},
        indexes=("article", "outlet", "agency distributor photographer article outlet published claim", "distributor"),
    )
    db.execute(f"INSERT INTO photographs {PHOTOGRAPHS}")


@migrations()
def count_combinations_of_facets(db: Database) -> None:
    """How many claims have which values together: what pages of claims show without counting."""
    # Without rowid, for the key is nearly the whole row: half the size, and half the time to keep it.
    key = ("kind", "facets", "first", "second", "third")
    columns = ",\n   ".join((*(f'"{column}" TEXT NOT NULL' for column in key), '"n" INTEGER NOT NULL'))
    primary = ", ".join(f'"{column}"' for column in key)
    db.execute(f'CREATE TABLE "claim_counts" (\n   {columns},\n   PRIMARY KEY ({primary})\n) STRICT, WITHOUT ROWID')
    db.execute(f"INSERT INTO claim_counts {select_counts()}")


@migrations()
def index_for_pages_and_audits(db: Database) -> None:
    """Indexes in the order in which pages and audits read, instead of those by facet."""
    for name in OVERTAKEN:
        db.execute(f"DROP INDEX IF EXISTS {name}")
    for statement in INDEXES:
        db.execute(statement)


@migrations()
def create_search_of_sources_and_articles(db: Database) -> None:
    """Full-text search over what sources are called, and over headlines and bylines."""
    make_searchable(db, "sources", ("name",))
    make_searchable(db, "articles", ("label", "byline"))


def _add_columns(db: Database, table: str, *declared: str) -> None:
    for column in declared:
        db.execute(f"ALTER TABLE {table} ADD COLUMN {column}")


def _refuse_changes(db: Database, table: str, advice: str) -> None:
    # As for reviews: INSERT OR REPLACE deletes without a DELETE trigger.
    taken = f"INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE id = new.id)"  # noqa: S608 (names of our own)
    for name, event in {"update": f"UPDATE ON {table}", "delete": f"DELETE ON {table}", "replace": taken}.items():
        db.execute(
            f"CREATE TRIGGER {table}_refuse_{name} BEFORE {event} "
            f"BEGIN SELECT RAISE(ABORT, '{table} are append-only: {advice}'); END"
        )


def _create(
    db: Database,
    name: str,
    columns: Columns,
    *,
    pk: str | tuple[str, ...],
    nullable: str = "",
    links: Mapping[str, str] | None = None,
    indexes: Iterable[str] = (),
) -> None:
    """Create a table. `links` maps a column to "table.column", with "cascade" when it goes with its owner."""
    db.table(name).create(
        dict(columns),
        pk=pk,
        not_null=set(columns) - set(nullable.split()),
        foreign_keys=[_link(name, column, target) for column, target in (links or {}).items()],
        strict=True,
    )
    for index in indexes:
        db.table(name).create_index(index.split())


def _link(table: str, column: str, target: str) -> ForeignKey:
    place, _, action = target.partition(" ")
    other_table, other_column = place.split(".")
    actions: dict[str, Any] = {"on_delete": "CASCADE"} if action else {}
    return ForeignKey(table, column, other_table, other_column, **actions)


def _texts(names: str) -> dict[str, type]:
    return dict.fromkeys(names.split(), str)


def _integers(names: str) -> dict[str, type]:
    return dict.fromkeys(names.split(), int)


def _reals(names: str) -> dict[str, type]:
    return dict.fromkeys(names.split(), float)
