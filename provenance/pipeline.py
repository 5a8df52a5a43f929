"""The way of an article, without any input or output: extract, resolve, say what is told, classify."""

from collections.abc import Callable

import attrs

from provenance.classify import classify_claims
from provenance.extract import extract_attributions, mark_sentences
from provenance.models import Article, Attribution, Claim, Kind, Link, Trace
from provenance.resolve import resolve_sources
from provenance.resolve.telling import tell_together

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
    links = tell_together(resolve(article, attributions))
    claims = classify(article, links)
    sentences = mark_sentences(article, tuple(link.attribution for link in links))
    return Trace(article=article, claims=claims, sentences=sentences)


def leave_out_acts(trace: Trace) -> Trace:
    """The trace without claims that are only something done or wanted; sentences that rest on nothing else are bare."""
    claims = tuple(claim for claim in trace.claims if claim.told or claim.attribution.kind is not Kind.CLAIM)
    sentences = mark_sentences(trace.article, tuple(claim.attribution for claim in claims))
    return attrs.evolve(trace, claims=claims, sentences=sentences)
