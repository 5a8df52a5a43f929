"""The results of a search: the best claims, sources and articles, with what was found marked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from datasette.database import Database
from datasette.utils.asgi import Request, Response
from markupsafe import Markup

from provenance.publish.databases import ask, open_for
from provenance.publish.highlighting import excerpt, find_hits, mark, match_all, read_words
from provenance.publish.links import Links
from provenance.publish.page import group_of

if TYPE_CHECKING:
    from datasette.app import Datasette

Row = Mapping[str, Any]

SAMPLE = 2000
"""How many matches are ranked: the newest claims and articles, and the sources that came first, which are quoted most.

Ranking every match of a common word takes seconds at a million claims.
"""

SHOWN = 10
"""How many of each kind are shown."""

LONGEST = 320
"""How many characters of a claim are shown, around the first hit."""

CLAIMS = """
with newest as (
  select rowid as place, rank as score from claims_fts where claims_fts match :words order by rowid desc limit :sample
), best as (select place, score from newest order by score, place desc limit :shown)
select claims.*, (select count(*) from newest) as matches
from best join claims on claims.rowid = best.place order by best.score, best.place desc
"""
SOURCES = """
with oldest as (select rowid as place from sources_fts where sources_fts match :words order by rowid limit :sample)
select sources.*, (select count(*) from oldest) as matches
from oldest join sources on sources.rowid = oldest.place order by n_claims desc, name, id limit :shown
"""
ARTICLES = """
with newest as (
  select rowid as place from articles_fts where articles_fts match :words order by rowid desc limit :sample
)
select id, label, byline, outlet, published, n_claims, (select count(*) from newest) as matches
from newest join articles on articles.rowid = newest.place order by published desc, id limit :shown
"""


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A row that was found: its words with the hits marked, where it leads, and the row for the rest."""

    words: tuple[Markup, ...]
    address: str
    row: Row
    group: str = ""


@dataclass(frozen=True, kw_only=True)
class Results:
    """The best hits of one kind; `matches` is how many there are, or the size of the sample if there are more."""

    hits: tuple[Hit, ...]
    matches: int
    address: str
    late: bool = False
    """Whether the search took longer than Datasette lets a query take."""

    @property
    def sampled(self) -> bool:
        """Whether there may be more matches than were looked at."""
        return self.matches >= SAMPLE


async def read_search(request: Request, datasette: "Datasette") -> Response:
    """Show what was found, or a box to search with.

    Raises:
        NotFound: if no database of ours is served.
        Forbidden: if the visitor may not see the tables that a reader page is made of.
    """
    database, links = await open_for(datasette, request)
    query = request.args.get("q") or ""
    words = read_words(query)
    context: dict[str, Any] = {"query": query, "words": words, "database": database.name}
    if words:
        context |= {table: await find(database, table, words, links) for table in FINDERS}
    body = await datasette.render_template("search.html", context, request=request, view_name="search")
    return Response.html(body)


async def find(database: Database, table: str, words: Sequence[str], links: Links) -> Results:
    """The best of a table's rows that have all of the words in what is searched of them."""
    sql, show = FINDERS[table]
    rows = await ask(database, sql, {"words": match_all(words), "sample": SAMPLE, "shown": SHOWN})
    found = rows or []
    return Results(
        hits=show(found, words, links),
        matches=next((row["matches"] for row in found), 0),
        address=links.rows(table, {"_search": " ".join(words)}),
        late=rows is None,
    )


def show_claims(rows: Sequence[Row], words: Sequence[str], links: Links) -> tuple[Hit, ...]:
    """Claims with their text, around the first hit, and their chain."""
    texts = find_hits(words, [row["text"] for row in rows])
    chains = find_hits(words, [row["chain"] for row in rows])
    return tuple(
        Hit(
            words=(mark(excerpt(text, LONGEST)), mark(chain)),
            address=links.claim(row["id"]),
            row=row,
            group=group_of(row),
        )
        for row, text, chain in zip(rows, texts, chains, strict=True)
    )


def show_sources(rows: Sequence[Row], words: Sequence[str], links: Links) -> tuple[Hit, ...]:
    """Sources with their name."""
    names = find_hits(words, [row["name"] for row in rows])
    return tuple(
        Hit(words=(mark(name),), address=links.row("sources", row["id"]), row=row, group=row["source_type"])
        for row, name in zip(rows, names, strict=True)
    )


def show_articles(rows: Sequence[Row], words: Sequence[str], links: Links) -> tuple[Hit, ...]:
    """Articles with their headline and byline."""
    labels = find_hits(words, [row["label"] for row in rows])
    bylines = find_hits(words, [row["byline"] or "" for row in rows])
    return tuple(
        Hit(words=(mark(label), mark(byline)), address=links.article(row["id"]), row=row)
        for row, label, byline in zip(rows, labels, bylines, strict=True)
    )


FINDERS = {"claims": (CLAIMS, show_claims), "sources": (SOURCES, show_sources), "articles": (ARTICLES, show_articles)}
"""How each table is searched and what is shown of its rows."""
