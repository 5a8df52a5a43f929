"""The indexes by which pages and audits of a million claims are read, as statements; each says which reads it is for.

A page is sorted by day, the newest first, and by id within a day. So an index that leads with a column to narrow by,
then day and id, gives a page's rows in their order; the facets behind them let a second filter be judged, and the
facets of a page be counted, without looking into the table. Audits are given theirs in the order in which they list.
"""

from provenance.store.combinations import PAIRED

OVERTAKEN = (
    "idx_claims_published",
    "idx_claims_hedged",
    "idx_claims_by_source",
    *(f"idx_claims_by_{facet}" for facet in PAIRED),
    "idx_claims_by_kind",
    "idx_articles_published",
    "idx_article_sources_source",
)
"""Indexes of before, whose reads the following serve better."""

NARROWED = ("source", "outlet", "month", "channel", "source_type", "identity")
"""The columns with many values by which claims are narrowed. What has few values is found soon by day alone."""

RIDERS = (*PAIRED, "kind")

_SHARES = (
    "n_claims, n_anonymous, n_unnamed, n_second_hand, n_hedged, n_state_media, n_sentences, n_unattributed,"
    " unattributed_share"
)


def _of_claims(*leading: str) -> str:
    riders = ", ".join(facet for facet in RIDERS if facet not in leading)
    name = "_".join(("idx_claims_by", *leading)) if leading else "idx_claims_by_day"
    columns = ", ".join((*leading, "published DESC", "id", riders))
    return f"CREATE INDEX {name} ON claims ({columns})"


INDEXES = (
    # Pages of claims, and counting what `claim_counts` does not.
    _of_claims(),
    *(_of_claims(column) for column in NARROWED),
    # Audits that list claims.
    "CREATE INDEX idx_claims_hedged ON claims (source IS NOT NULL, published DESC, article, position, outlet)"
    " WHERE hedged = 1 AND kind = 'claim'",
    "CREATE INDEX idx_claims_second_hand ON claims"
    " (relayer IS NULL, relayer, published DESC, article, position, outlet)"
    " WHERE second_hand = 1 AND kind = 'claim'",
    "CREATE INDEX idx_claims_state_medium ON claims (published DESC, article, position, outlet)"
    " WHERE state_medium IS NOT NULL AND kind = 'claim'",
    # Audits that count claims of one sort.
    "CREATE INDEX idx_claims_anonymous ON claims (outlet, published DESC, id, identity, kind)"
    " WHERE identity = 'anonymous_source' AND kind = 'claim'",
    "CREATE INDEX idx_claims_loaded ON claims"
    " (source_type, cue_stance, cue COLLATE NOCASE, article, published, outlet, id, kind)"
    " WHERE cue_stance IN ('distancing', 'endorsing') AND kind = 'claim'",
    "CREATE INDEX idx_claims_silence ON claims (source, article, published, outlet, id, kind) WHERE kind = 'silence'",
    # Audits that add up articles, or sources in articles, or list articles.
    "CREATE INDEX idx_articles_by_day ON articles (published DESC, id, outlet)",
    f"CREATE INDEX idx_articles_shares ON articles (outlet, published, {_SHARES})",
    "CREATE INDEX idx_articles_unattributed ON articles (unattributed_share DESC, n_words DESC, id, outlet, published)"
    " WHERE unattributed_share IS NOT NULL",
    "CREATE INDEX idx_articles_single_source ON articles (n_claims DESC, published DESC, id, outlet)"
    " WHERE n_sources = 1",
    "CREATE INDEX idx_article_sources_source ON article_sources"
    " (source, outlet, published, n_claims, n_direct, identity, claim)",
    "CREATE INDEX idx_sources_one_outlet ON sources (identity, n_claims) WHERE n_outlets = 1",
    # The facets of the page of sources.
    "CREATE INDEX idx_sources_country ON sources (country)",
)
