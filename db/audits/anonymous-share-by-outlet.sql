-- title: Share of anonymous sources by outlet
-- why: Readers cannot weigh the word of somebody they cannot identify. Most newsrooms' rules allow anonymity as an
--   exception and ask how often it is used.
-- finding: A share far above the other outlets', or above your own house rule. The linked claim is one of those
--   that rest on an anonymous source.
-- chart: dots anonymous_share by outlet over claims
-- :outlet (all outlets): only this outlet
-- :since (no limit): only articles published on or after this day, as 2025-03-01
-- :until (no limit): only articles published on or before this day
select
  outlet,
  count(*) as claims,
  sum(identity = 'anonymous_source') as anonymous_claims,
  round(avg(identity = 'anonymous_source'), 3) as anonymous_share,
  round(avg(identity in ('unnamed_person', 'unnamed_group')), 3) as unnamed_share,
  count(distinct case when identity = 'anonymous_source' then article end) as anonymous_articles,
  min(case when identity = 'anonymous_source' then id end) as claim_id
from claims
where kind = 'claim'
  and (:outlet = '' or outlet = :outlet)
  and (:since = '' or published >= :since)
  and (:until = '' or published <= :until || '~')
group by outlet
having anonymous_claims > 0
order by anonymous_share desc, claims desc, outlet
