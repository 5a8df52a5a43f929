"""What an older database lacks, worked out in SQL from what it has: the statements of one migration, in their order.

They give what `provenance.rows.to_rows` gives for a new article; `provenance verify` compares the two.
"""

# ruff: noqa: S608 (statements are put together from this module's own pieces)

# A hop's kind of source is its claim's own where it leads the claim, else that which the source has in the article.
_SEEN_AS = (
    "CASE a.position"
    " WHEN (SELECT min(f.position) FROM attributions f WHERE f.claim = a.claim AND f.role <> 'relayer')"
    " THEN c.source_type ELSE s.source_type END"
)
_HOPS = (
    "attributions a JOIN claims c ON c.id = a.claim"
    " JOIN article_sources s ON s.article = c.article AND s.source = a.source"
)
_CREDITED = "(SELECT name FROM attributions a WHERE a.claim = claims.id AND a.role = '{}' ORDER BY position LIMIT 1)"

PHOTOGRAPHS = (
    f"SELECT id, article, outlet, published, {_CREDITED.format('photographer')}, {_CREDITED.format('agency')},"
    f" {_CREDITED.format('distributor')} FROM claims WHERE kind = 'photo_credit'"
)
"""The query that fills the table of photographs."""

BACKFILLS = (
    # With min(), SQLite takes the other columns from the row that has the least.
    "UPDATE claims SET state_medium = found.name FROM ("
    f"SELECT a.claim, a.name, min(a.position) FROM {_HOPS} WHERE {_SEEN_AS} = 'state_media' GROUP BY a.claim"
    ") AS found WHERE found.claim = claims.id",
    "UPDATE articles SET n_anonymous = found.anonymous, n_unnamed = found.unnamed, n_second_hand = found.second_hand,"
    " n_hedged = found.hedged, n_state_media = found.state_media FROM ("
    "SELECT article, sum(identity = 'anonymous_source') AS anonymous,"
    " sum(identity IN ('unnamed_person', 'unnamed_group')) AS unnamed, sum(second_hand) AS second_hand,"
    " sum(hedged) AS hedged, sum(state_medium IS NOT NULL) AS state_media"
    " FROM claims WHERE kind = 'claim' GROUP BY article"
    ") AS found WHERE found.article = articles.id",
    "UPDATE articles SET n_sentences = found.prose, n_unattributed = found.unattributed FROM ("
    "SELECT article, sum(status <> 'furniture') AS prose, sum(status = 'unattributed') AS unattributed"
    " FROM sentences GROUP BY article"
    ") AS found WHERE found.article = articles.id",
    "UPDATE article_sources SET outlet = articles.outlet, published = articles.published"
    " FROM articles WHERE articles.id = article_sources.article",
    "UPDATE article_sources SET n_claims = found.n, n_direct = found.direct, claim = found.claim FROM ("
    "SELECT article, source, count(*) AS n, sum(quotation = 'direct') AS direct, id AS claim, min(position) FROM ("
    "SELECT DISTINCT c.article, a.source, c.id, c.position, c.quotation FROM attributions a"
    " JOIN claims c ON c.id = a.claim WHERE c.kind = 'claim' AND a.role <> 'relayer'"
    ") GROUP BY article, source"
    ") AS found WHERE found.article = article_sources.article AND found.source = article_sources.source",
    "UPDATE sources SET n_direct = found.n FROM ("
    "SELECT source, sum(n_direct) AS n FROM article_sources GROUP BY source"
    ") AS found WHERE found.source = sources.id",
)
