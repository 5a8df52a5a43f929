-- title: Share of anonymous sources by outlet
-- why: Readers cannot weigh the word of somebody they cannot identify. Most newsrooms' rules allow anonymity as an
--   exception and ask how often it is used.
-- finding: A share far above the other outlets', or above your own house rule. The linked claim is the newest of those
--   that rest on an anonymous source.
-- chart: dots anonymous_share by outlet over claims
-- :outlet (all outlets): only this outlet
-- :since (no limit): only articles published on or after this day, as 2025-03-01
-- :until (no limit): only articles published on or before this day
select
  outlet,
  sum(n_claims) as claims,
  sum(n_anonymous) as anonymous_claims,
  round(1.0 * sum(n_anonymous) / sum(n_claims), 3) as anonymous_share,
  round(1.0 * sum(n_unnamed) / sum(n_claims), 3) as unnamed_share,
  sum(n_anonymous > 0) as anonymous_articles,
  (
    select id from claims
    where claims.outlet is articles.outlet and identity = 'anonymous_source' and kind = 'claim'
      and (:since = '' or published >= :since)
      and (:until = '' or published <= :until || '~')
    order by published desc, id limit 1
  ) as claim_id
from articles
where (:outlet = '' or outlet = :outlet)
  and (:since = '' or published >= :since)
  and (:until = '' or published <= :until || '~')
group by outlet
having anonymous_claims > 0
order by anonymous_share desc, claims desc, outlet
