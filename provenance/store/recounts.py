"""Every count that the writer keeps by difference, counted again from claims, attributions and articles alone.

Each query yields a key, the value stored under it, and the value it should have, for the keys where these differ.
"""

# ruff: noqa: S608 (statements are put together from this package's own names; values are always bound)

from typing import NamedTuple

from provenance.store.combinations import select_counts
from provenance.store.electing import ELECTED

RECOUNTED_ALIASES = "CREATE TEMP TABLE IF NOT EXISTS recounted_aliases (source TEXT, alias TEXT, rule TEXT)"
"""Where verification collects each article's wordings: they follow from its text, which SQL does not cut into words."""

HOPS = "attributions a JOIN claims c ON c.id = a.claim"
FIRST = "(SELECT min(position) FROM attributions f WHERE f.claim = a.claim AND f.role <> 'relayer')"
APPEARING = f"{HOPS} JOIN article_sources s ON s.article = c.article AND s.source = a.source"

COMBINATION = "kind || ': ' || facets || ' ' || first || ', ' || second || ', ' || third"


class Recount(NamedTuple):
    """One count: whose it is, what is counted, and the query that finds where it is wrong."""

    table: str
    what: str
    sql: str


def _compare(table: str, what: str, counted: str, *, key: str, stored: str = "") -> Recount:
    """Compare a column with a query of (key, count); a row that is missing counts as zero."""
    sql = (
        "SELECT key, sum(stored), sum(counted) FROM ("
        f"SELECT {key} AS key, {stored or what} AS stored, 0 AS counted FROM {table}"
        f" UNION ALL SELECT key, 0, n FROM ({counted})"
        ") GROUP BY key HAVING sum(stored) <> sum(counted) ORDER BY key"
    )
    return Recount(table, what, sql)


def _of_source(what: str, condition: str) -> Recount:
    counted = f"SELECT a.source AS key, count(DISTINCT a.claim) AS n FROM {HOPS} WHERE {condition} GROUP BY a.source"
    return _compare("sources", what, counted, key="id")


def _in_outlet(what: str, condition: str) -> Recount:
    counted = (
        f"SELECT a.source || ', ' || c.outlet AS key, count(DISTINCT {what}) AS n FROM {HOPS}"
        f" WHERE c.outlet IS NOT NULL AND {condition} GROUP BY a.source, c.outlet"
    )
    column = {"c.article": "n_articles", "c.id": "n_claims"}[what]
    return _compare("source_outlets", column, counted, key="source || ', ' || outlet")


def _votes(field: str, value: str) -> Recount:
    counted = (
        f"SELECT a.source || ', {field} ' || {value} AS key, count(*) AS n FROM {APPEARING}"
        f" WHERE {value} IS NOT NULL GROUP BY a.source, {value}"
    )
    stored = f"CASE field WHEN '{field}' THEN n ELSE 0 END"
    return _compare("source_votes", "n", counted, key="source || ', ' || field || ' ' || value", stored=stored)


def _elected(column: str, election: str) -> Recount:
    sql = f"SELECT id, {column}, ({election}) FROM sources WHERE {column} IS NOT ({election}) ORDER BY id"
    return Recount("sources", column, sql)


RECOUNTS = (
    _compare(
        "outlets",
        "n_articles",
        "SELECT outlet AS key, count(*) AS n FROM articles WHERE outlet IS NOT NULL GROUP BY outlet",
        key="name",
    ),
    _compare(
        "outlets",
        "n_claims",
        "SELECT outlet AS key, count(*) AS n FROM claims WHERE kind = 'claim' AND outlet IS NOT NULL GROUP BY outlet",
        key="name",
    ),
    _compare(
        "outlets",
        "the number of rows",
        "SELECT DISTINCT outlet AS key, 1 AS n FROM articles WHERE outlet IS NOT NULL",
        key="name",
        stored="1",
    ),
    _of_source("n_claims", "c.kind = 'claim' AND a.role <> 'relayer'"),
    _of_source("n_direct", "c.kind = 'claim' AND a.role <> 'relayer' AND c.quotation = 'direct'"),
    _of_source("n_relayed", "a.role = 'relayer'"),
    _of_source("n_silences", "c.kind = 'silence' AND a.role <> 'relayer'"),
    _of_source("n_photo_credits", "c.kind = 'photo_credit' AND a.role <> 'relayer'"),
    _compare(
        "sources",
        "n_articles",
        f"SELECT a.source AS key, count(DISTINCT c.article) AS n FROM {HOPS} GROUP BY a.source",
        key="id",
    ),
    _compare(
        "sources",
        "n_outlets",
        f"SELECT a.source AS key, count(DISTINCT c.outlet) AS n FROM {HOPS} GROUP BY a.source",
        key="id",
    ),
    _compare(
        "sources", "the number of rows", "SELECT DISTINCT source AS key, 1 AS n FROM attributions", key="id", stored="1"
    ),
    _in_outlet("c.article", "1"),
    _in_outlet("c.id", "c.kind = 'claim' AND a.role <> 'relayer'"),
    _votes("name", "s.name"),
    _votes("identity", f"CASE a.position WHEN {FIRST} THEN c.identity ELSE s.identity END"),
    _votes("source_type", f"CASE a.position WHEN {FIRST} THEN c.source_type ELSE s.source_type END"),
    _votes("country", "s.country"),
    *(_elected(column, election) for column, election in ELECTED.items()),
    _compare(
        "source_aliases",
        "n_articles",
        "SELECT source || ', ' || alias || ', ' || rule AS key, count(*) AS n FROM recounted_aliases GROUP BY 1",
        key="source || ', ' || alias || ', ' || rule",
    ),
    _compare(
        "claim_counts",
        "n",
        f"WITH counted (kind, facets, first, second, third, n) AS ({select_counts()}) SELECT {COMBINATION} AS key, n"
        " FROM counted",
        key=COMBINATION,
    ),
    Recount(
        "claims",
        "review_status",
        "SELECT id, review_status, verdict FROM (SELECT id, review_status, coalesce((SELECT verdict FROM reviews r"
        " WHERE r.claim = claims.id ORDER BY r.id DESC LIMIT 1), 'unreviewed') AS verdict FROM claims)"
        " WHERE review_status <> verdict ORDER BY id",
    ),
)
"""Every recount, in the order in which differences are listed."""
