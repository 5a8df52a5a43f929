-- title: Sourcing profile of an article
-- why: Before a story is published, an editor asks who is speaking in it, how often, and how well each kind of
--   source is identified.
-- finding: One row for each kind of source in an article. A large share for a single kind, or many claims by
--   sources that are not named, is where to start reading. A row without a source type holds the claims for which
--   the article names nobody.
-- chart: shares claims by article in source_type
-- :article (the twenty newest articles): an article's id, as in its address
-- :outlet (all outlets): only articles of this outlet
-- :since (no limit): only articles published on or after this day, as 2025-03-01
-- :until (no limit): only articles published on or before this day
with chosen as (
  select id, label, outlet, published
  from articles
  where (:article = '' or id = :article)
    and (:outlet = '' or outlet = :outlet)
    and (:since = '' or published >= :since)
    and (:until = '' or published <= :until || '~')
  order by published desc, id
  limit 20
)
select
  chosen.label as article,
  chosen.outlet,
  chosen.published,
  claims.source_type,
  count(*) as claims,
  round(1.0 * count(*) / sum(count(*)) over (partition by chosen.id), 3) as share,
  count(distinct claims.source) as sources,
  sum(claims.identity in ('named_person', 'named_organization', 'document')) as identified,
  sum(claims.identity = 'anonymous_source') as anonymous,
  sum(claims.quotation <> 'indirect') as quoted,
  sum(claims.second_hand) as second_hand_claims,
  chosen.id as article_id
from chosen
join claims on claims.article = chosen.id
where claims.kind = 'claim'
group by chosen.id, claims.source_type
order by chosen.published desc, chosen.id, claims desc, claims.source_type
