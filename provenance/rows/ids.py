"""Ids: the first 16 hex digits of a SHA-256 over what a row is about.

The same input gives the same ids on every machine. An article's id comes from its origin, a source's from its key, and
a claim's from its article and the words of its evidence, not from their place: a claim keeps its id, and with it its
reviews, when the text around it changes.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence

from provenance.models import Article, Claim, Span

GAP = " … "
"""What stands between the pieces of a discontinuous claim where it is shown as one text."""


def make_id(*parts: object) -> str:
    """Hash `parts` to 16 hex digits; the parts cannot run into one another."""
    joined = "\x1f".join(str(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def article_id(article: Article) -> str:
    """The id under which this article is stored, however its text changes."""
    return make_id("article", article.origin)


def fingerprint(article: Article) -> str:
    """Hash everything that was read, so that an unchanged article can be left alone."""
    described = (article.url, article.title, article.byline, article.outlet, article.published)
    layout = (article.captions, article.furniture)
    return make_id("read", article.text_sha256, *described, *layout)


def source_id(key: str) -> str:
    """The id of the source that `key` names, in every article."""
    return make_id("source", key)


def claim_ids(article: Article, claims: Sequence[Claim]) -> list[str]:
    """The claims' ids, in their order; equal evidence in one article is told apart by counting."""
    owner, seen, ids = article_id(article), Counter[tuple[str, ...]](), []
    for claim in claims:
        a = claim.attribution
        evidence = (a.kind.value, *(join_words(spans, article.text) for spans in (a.source, a.cue, a.content)))
        ids.append(make_id("claim", owner, *evidence, seen[evidence]))
        seen[evidence] += 1
    return ids


def join_words(spans: Sequence[Span], text: str) -> str:
    """The words at `spans` as one text."""
    return GAP.join(span.of(text) for span in spans)
