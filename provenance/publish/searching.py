"""The results of a search: the best claims, sources and articles, with what was found marked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from datasette.database import Database
from datasette.utils.asgi import Request, Response
from markupsafe import Markup

from provenance.publish.databases import open_for
from provenance.publish.highlighting import excerpt, find_hits, mark, match_all, read_words
from provenance.publish.home import ask
from provenance.publish.links import Links
from provenance.publish.page import group_of

if TYPE_CHECKING:
    from datasette.app import Datasette

SAMPLE = 2000
"""How many of the newest matches are ranked: ranking every match of a common word takes seconds at a million claims."""

SHOWN = 10
"""How many of each kind are shown."""

LONGEST = 320
"""How many characters of a claim are shown, around the first hit."""

CLAIMS = f"""
with newest as (
  select rowid as place, rank as score from claims_fts where claims_fts match :words order by rowid desc limit {SAMPLE}
), best as (select place, score from newest order by score, place desc limit {SHOWN})
select claims.*, (select count(*) from newest) as matches
from best join claims on claims.rowid = best.place order by best.score, best.place desc
"""  # noqa: S608 (numbers of our own)
SOURCES = f"""
with found as (select rowid as place from sources_fts where sources_fts match :words limit {SAMPLE})
select sources.*, (select count(*) from found) as matches
from found join sources on sources.rowid = found.place order by n_claims desc, name, id limit {SHOWN}
"""  # noqa: S608 (as above)
ARTICLES = f"""
with newest as (
  select rowid as place from articles_fts where articles_fts match :words order by rowid desc limit {SAMPLE}
)
select id, label, byline, outlet, published, n_claims, (select count(*) from newest) as matches
from newest join articles on articles.rowid = newest.place order by published desc, id limit {SHOWN}
"""  # noqa: S608 (as above)


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A row that was found: its words with the hits marked, where it leads, and the row for the rest."""

    words: tuple[Markup, ...]
    address: str
    row: Mapping[str, Any]
    group: str = ""


@dataclass(frozen=True, kw_only=True)
class Results:
    """The best hits of one kind; `matches` is how many there are, or the size of the sample if there are more."""

    hits: tuple[Hit, ...]
    matches: int
    address: str

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
        context |= {
            "claims": await find_claims(database, words, links),
            "sources": await find_sources(database, words, links),
            "articles": await find_articles(database, words, links),
        }
    body = await datasette.render_template("search.html", context, request=request, view_name="search")
    return Response.html(body)


async def find_claims(database: Database, words: Sequence[str], links: Links) -> Results:
    """The claims that fit best among the newest that have all the words in their text, chain or cue."""
    rows = await ask(database, CLAIMS, {"words": match_all(words)})
    texts = find_hits(words, [row["text"] for row in rows])
    chains = find_hits(words, [row["chain"] for row in rows])
    hits = tuple(
        Hit(
            words=(mark(excerpt(text, LONGEST)), mark(chain)),
            address=links.claim(row["id"]),
            row=row,
            group=group_of(row),
        )
        for row, text, chain in zip(rows, texts, chains, strict=True)
    )
    return _results(hits, rows, "claims", words, links)


async def find_sources(database: Database, words: Sequence[str], links: Links) -> Results:
    """The sources with most claims of those whose name has all the words."""
    rows = await ask(database, SOURCES, {"words": match_all(words)})
    names = find_hits(words, [row["name"] for row in rows])
    hits = tuple(
        Hit(words=(mark(name),), address=links.row("sources", row["id"]), row=row, group=row["source_type"])
        for row, name in zip(rows, names, strict=True)
    )
    return _results(hits, rows, "sources", words, links)


async def find_articles(database: Database, words: Sequence[str], links: Links) -> Results:
    """The newest articles whose headline or byline has all the words."""
    rows = await ask(database, ARTICLES, {"words": match_all(words)})
    labels = find_hits(words, [row["label"] for row in rows])
    bylines = find_hits(words, [row["byline"] or "" for row in rows])
    hits = tuple(
        Hit(words=(mark(label), mark(byline)), address=links.article(row["id"]), row=row)
        for row, label, byline in zip(rows, labels, bylines, strict=True)
    )
    return _results(hits, rows, "articles", words, links)


def _results(hits: tuple[Hit, ...], rows: Iterable[Any], table: str, words: Sequence[str], links: Links) -> Results:
    matches = next((row["matches"] for row in rows), 0)
    return Results(hits=hits, matches=matches, address=links.rows(table, {"_search": " ".join(words)}))
