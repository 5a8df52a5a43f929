"""What the pages of a site show, read a page at a time, so that memory does not grow with the database."""

import sqlite3
from collections.abc import Iterator
from typing import Any

import attrs
from sqlite_utils import Database

from provenance.publish.page import UNSTATED, Page, compose_page

Row = dict[str, Any]

MOST_CLAIMS = 200
"""How many claims the page of a source lists; how many it has beside them is said."""

ARTICLES = """
select id, label, outlet, published, n_claims, n_sources from articles order by published desc, id
"""
SOURCES = """
select id, name, source_type, identity, country, n_claims, n_articles, n_outlets, n_relayed, n_silences, n_photo_credits
from sources order by n_claims desc, name, id
"""
ALIASES = "select alias from source_aliases where source = ? order by n_articles desc, alias limit 20"
CLAIMS_OF = """
select distinct claims.id, claims.article, claims.text, claims.kind, claims.chain, claims.published, articles.label,
  articles.outlet
from attributions
join claims on claims.id = attributions.claim
join articles on articles.id = claims.article
where attributions.source = ?
order by claims.published desc, claims.article, claims.position
limit ?
"""
COUNT_OF = "select count(distinct claim) from attributions where source = ?"
GROUPS = "select value from source_types where value != 'photo_credit' order by position"

ARTICLE = "select * from articles where id = ?"
OF_ARTICLE = {
    "claims": "select * from claims where article = ? order by position",
    "spans": """
select claim_spans.* from claims join claim_spans on claim_spans.claim = claims.id
where claims.article = ? order by claims.position, claim_spans.start
""",
    "chains": """
select attributions.*, sources.source_type, sources.identity, sources.country
from claims
join attributions on attributions.claim = claims.id
join sources on sources.id = attributions.source
where claims.article = ? order by claims.position, attributions.position
""",
    "sentences": "select start, end, status from sentences where article = ? order by start",
}


@attrs.frozen(kw_only=True)
class SourcePage:
    """A source with the wordings under which it appears and the newest of its `n_all` claims, silences and credits."""

    source: Row
    aliases: tuple[str, ...]
    claims: tuple[Row, ...]
    n_all: int


def iterate(db: Database, sql: str, *values: object) -> Iterator[Row]:
    """The rows of a query as dictionaries, one after the other."""
    cursor = db.execute(sql, list(values))
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor)


def read_page(db: Database, article: str) -> Page:
    """Everything that an article's page shows; the article must exist."""
    groups = [row[0] for row in db.execute(GROUPS)]
    parts = {name: list(iterate(db, sql, article)) for name, sql in OF_ARTICLE.items()}
    order = (*groups, UNSTATED, "silence", "photo_credit")
    return compose_page(next(iterate(db, ARTICLE, article)), **parts, order=order)


def read_source(db: Database, source: Row) -> SourcePage:
    """Everything that a source's page shows."""
    return SourcePage(
        source=source,
        aliases=tuple(row[0] for row in db.execute(ALIASES, [source["id"]])),
        claims=tuple(iterate(db, CLAIMS_OF, source["id"], MOST_CLAIMS)),
        n_all=db.execute(COUNT_OF, [source["id"]]).fetchone()[0],
    )


def begin(db: Database) -> None:
    """Let everything that is read from now on be of one moment, whoever writes meanwhile."""
    connection: sqlite3.Connection = db.conn
    connection.execute("BEGIN")
