"""The way of an article, without any input or output: extract, resolve, leave out what nobody told, classify."""

from collections.abc import Callable

from provenance.classify import classify_claims
from provenance.extract import extract_attributions, mark_sentences
from provenance.models import Article, Attribution, Claim, Link, Trace
from provenance.resolve import resolve_sources
from provenance.resolve.telling import keep_told

Extract = Callable[[Article], tuple[Attribution, ...]]
"""Finds what an article attributes: sorted by the place of its first evidence."""

Resolve = Callable[[Article, tuple[Attribution, ...]], tuple[Link, ...]]
"""Says who stands behind each attribution, one link for each, in the same order; joins what one source states."""

Classify = Callable[[Article, tuple[Link, ...]], tuple[Claim, ...]]
"""Says what kind of source and claim each link is, one claim for each, in the same order."""


def trace(
    article: Article,
    *,
    extract: Extract = extract_attributions,
    resolve: Resolve = resolve_sources,
    classify: Classify = classify_claims,
) -> Trace:
    """Find every claim in an article and trace it to its stated source.

    Pure: the same article gives the same trace. Each step can be replaced by argument.
    """
    attributions = extract(article)
    links = keep_told(resolve(article, attributions))
    claims = classify(article, links)
    sentences = mark_sentences(article, tuple(link.attribution for link in links))
    return Trace(article=article, claims=claims, sentences=sentences)
