"""The reader page of an article, and the way to it from a claim."""

from typing import TYPE_CHECKING, Any

from datasette.database import Database
from datasette.utils import tilde_decode, tilde_encode
from datasette.utils.asgi import NotFound, Request, Response

from provenance.publish.dashboard import read_dashboard
from provenance.publish.databases import open_for
from provenance.publish.page import UNSTATED, Page, compose_page
from provenance.publish.searching import read_search

if TYPE_CHECKING:
    from datasette.app import Datasette

ARTICLE = "select * from articles where id = ?"
CLAIMS = "select * from claims where article = ? order by position"
SPANS = """
select claim_spans.* from claims join claim_spans on claim_spans.claim = claims.id
where claims.article = ? order by claims.position, claim_spans.start
"""
CHAINS = """
select attributions.*, sources.source_type, sources.identity, sources.country
from claims

join attributions on attributions.claim = claims.id
join sources on sources.id = attributions.source
where claims.article = ? order by claims.position, attributions.position
"""
SENTENCES = "select start, end, status from sentences where article = ? order by start"
GROUPS = "select value from source_types order by position"
ARTICLE_OF_CLAIM = "select article from claims where id = ?"

HEADERS = {
    # The text comes from anywhere: even if a mark-up mistake let some of it through, nothing in it could run or load.
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


async def read_article(request: Request, datasette: "Datasette") -> Response:
    """Show an article's text with every claim in its place.

    Raises:
        NotFound: if no database of ours is served, or it has no such article.
        Forbidden: if the visitor may not see the tables that the page is made of.
    """
    database, _ = await open_for(datasette, request)
    page = await load_page(database, tilde_decode(request.url_vars["article"]))
    context = {"page": page, "database": database.name, "article": page.article}
    body = await datasette.render_template("reader.html", context, request=request, view_name="reader")
    return Response.html(body, headers=HEADERS)


async def read_claim(request: Request, datasette: "Datasette") -> Response:
    """Go to a claim's place in its article.

    Raises:
        NotFound: if no database of ours is served, or it has no such claim.
        Forbidden: if the visitor may not see the tables that the page is made of.
    """
    database, _ = await open_for(datasette, request)
    claim = tilde_decode(request.url_vars["claim"])
    article = (await database.execute(ARTICLE_OF_CLAIM, [claim])).first()
    if article is None:
        raise NotFound(f"No claim has the id {claim}")
    path = datasette.urls.path(f"/-/provenance/article/{tilde_encode(article[0])}")
    return Response.redirect(f"{path}#claim-{tilde_encode(claim)}")


async def load_page(database: Database, article_id: str) -> Page:
    """Read everything that an article's page shows.

    Raises:
        NotFound: if there is no such article.
    """

    async def rows(sql: str) -> list[Any]:
        return list((await database.execute(sql, [article_id])).rows)

    found = await rows(ARTICLE)
    if not found:
        raise NotFound(f"No article has the id {article_id}")
    groups = [row[0] for row in (await database.execute(GROUPS)).rows]
    return compose_page(
        found[0],
        claims=await rows(CLAIMS),
        spans=await rows(SPANS),
        chains=await rows(CHAINS),
        sentences=await rows(SENTENCES),
        order=(*(group for group in groups if group != "photo_credit"), UNSTATED, "silence", "photo_credit"),
    )


ROUTES: list[tuple[str, Any]] = [
    (r"/-/provenance/article/(?P<article>[^/]+)$", read_article),
    (r"/-/provenance/claim/(?P<claim>[^/]+)$", read_claim),
    (r"/-/provenance/dashboard$", read_dashboard),
    (r"/-/provenance/search$", read_search),
]
