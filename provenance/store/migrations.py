"""The database's shape, step by step. A step that has been released is never edited: a change is a new step.

Every table is STRICT and every column declared. Counts that a reader sorts by are columns, kept exact by `writing`,
because counting a popular source's claims again takes seconds at a million rows.
"""

from sqlite_utils import Database, Migrations

from provenance.store.backfills import BACKFILLS, PHOTOGRAPHS
from provenance.store.combinations import select_counts
from provenance.store.declaring import add_columns, create, integers, reals, refuse_changes, texts
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

migrations = Migrations("provenance")


@migrations()
def create_vocabularies(db: Database) -> None:
    """One table for each enum, so that a facet reads well and links to its meaning."""
    for name, terms in VOCABULARIES.items():
        create(db, name, {"value": str, "description": str, "position": int}, pk="value")
        db.table(name).insert_all(term._asdict() for term in terms)


@migrations()
def create_articles(db: Database) -> None:
    """Outlets, the versions that wrote articles, articles, and their sentences."""
    create(db, "outlets", {"name": str, "n_articles": int, "n_claims": int}, pk="name")
    create(
        db,
        "versions",
        {"id": str, "program": str, "weights": str, "lexicon": str},
        pk="id",
        nullable="weights",
    )
    create(
        db,
        "articles",
        texts("id label name origin url title byline outlet published month retrieved")
        | texts("text text_sha256 fingerprint version")
        | integers("n_words n_claims n_silences n_photo_credits n_sources")
        | reals("unattributed_share anonymous_share second_hand_share"),
        pk="id",
        nullable="url title byline outlet published month retrieved "
        "unattributed_share anonymous_share second_hand_share",
        links={"outlet": "outlets.name", "version": "versions.id"},
        indexes=("outlet month", "version", "month outlet", "published", "url", "name"),
    )
    create(
        db,
        "sentences",
        texts("article") | integers("start end") | texts("status"),
        pk=("article", "start"),
        links={"article": "articles.id cascade", "status": "sentence_statuses.value"},
        indexes=("status article",),
    )


@migrations()
def create_sources(db: Database) -> None:
    """Sources, each with its counts."""
    create(
        db,
        "sources",
        texts("id key name identity source_type country")
        | integers("n_claims n_relayed n_silences n_photo_credits n_articles n_outlets"),
        pk="id",
        nullable="country",
        links={"identity": "identities.value", "source_type": "source_types.value"},
        indexes=("name", "identity source_type", "source_type identity", "n_claims", "n_articles"),
    )
    db.table("sources").create_index(["key"], unique=True)


@migrations()
def create_source_counts(db: Database) -> None:
    """Who a source is in each article and for each outlet, and the wordings under which it appears."""
    create(
        db,
        "article_sources",
        texts("article source name identity source_type country"),
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
    create(
        db,
        "source_outlets",
        texts("source outlet") | integers("n_articles n_claims"),
        pk=("source", "outlet"),
        links={"source": "sources.id", "outlet": "outlets.name"},
        indexes=("outlet source",),
    )
    create(
        db,
        "source_votes",
        texts("source field value") | integers("n"),
        pk=("source", "field", "value"),
        links={"source": "sources.id"},
    )
    create(
        db,
        "source_aliases",
        texts("source alias rule") | integers("n_articles"),
        pk=("source", "alias", "rule"),
        links={"source": "sources.id"},
        indexes=("alias",),
    )


@migrations()
def create_claims(db: Database) -> None:
    """Claims, the table that is browsed."""
    create(
        db,
        "claims",
        texts("id article")
        | integers("position")
        | texts("kind text source source_type identity speaker_title outlet quotation channel cue cue_stance")
        | integers("second_hand hedged")
        | texts("chain")
        | integers("chain_length")
        | texts("relayer published month")
        | reals("confidence found_confidence")
        | texts("abstained rule")
        | integers("context_start context_end")
        | texts("review_status"),
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
    create(
        db,
        "claim_spans",
        texts("claim role") | integers("start end") | texts("text"),
        pk=("claim", "role", "start"),
        links={"claim": "claims.id cascade", "role": "span_roles.value"},
        indexes=("role",),
    )
    create(
        db,
        "attributions",
        texts("claim") | integers("position") | texts("role source name title") | integers("start end") | texts("rule"),
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
    create(
        db,
        "reviews",
        integers("id") | texts("claim article verdict source_name source_type note reviewer reviewed_at claim_text"),
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
    create(
        db,
        "runs",
        integers("id")
        | texts("started finished status version inputs")
        | integers("n_articles n_written n_unchanged n_failed n_claims"),
        pk="id",
        nullable="finished",
        links={"version": "versions.id"},
        indexes=("version",),
    )
    create(
        db,
        "ingest_errors",
        integers("id run") | texts("input error message at"),
        pk="id",
        links={"run": "runs.id"},
        indexes=("run", "error"),
    )


@migrations()
def create_source_decisions(db: Database) -> None:
    """Who people say is one source or two, and what the program found where they say so.

    A decision outlives the rows it is about, so its keys and its article are no foreign keys.
    """
    create(
        db,
        "source_decisions",
        integers("id") | texts("action source_key source_name into_key into_name article note reviewer decided_at"),
        pk="id",
        nullable="article note reviewer",
        indexes=("source_key", "into_key", "article"),
    )
    refuse_changes(db, "source_decisions", "add another decision instead")
    create(
        db,
        "found_sources",
        texts("claim") | integers("position") | texts("key name identity source_type country"),
        pk=("claim", "position"),
        nullable="country",
        links={"claim": "claims.id cascade"},
        indexes=("key",),
    )


@migrations()
def add_sums_of_articles(db: Database) -> None:
    """What an audit adds up: counts for each article, and for each source in an article."""
    add_columns(db, "claims", "state_medium TEXT")
    counts = "n_anonymous n_unnamed n_second_hand n_hedged n_state_media n_sentences n_unattributed"
    count = "INTEGER NOT NULL DEFAULT 0"
    add_columns(db, "articles", *(f"{name} {count}" for name in counts.split()))
    says = ("outlet TEXT", "published TEXT", f"n_claims {count}", f"n_direct {count}", "claim TEXT")
    add_columns(db, "article_sources", *says)
    add_columns(db, "sources", f"n_direct {count}")
    for statement in BACKFILLS:
        db.execute(statement)


@migrations()
def create_photographs(db: Database) -> None:
    """Who is credited with each photograph, so that an audit need not put the chains together."""
    create(
        db,
        "photographs",
        texts("claim article outlet published photographer agency distributor"),
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


@migrations()
def tell_words_from_acts(db: Database) -> None:
    """Whether a claim is somebody's word; of what was written before, all claims count as such."""
    add_columns(db, "claims", "told INTEGER NOT NULL DEFAULT 1")
    db.execute("UPDATE claims SET told = 0 WHERE kind <> 'claim'")
