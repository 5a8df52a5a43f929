-- title: Photo credits by agency and distributor
-- why: Pictures are sourced like words are. The agencies behind them decide what readers get to see, and some of them
--   belong to states.
-- finding: How many photographs came through each agency and distributor. A row without either is the
--   photographer's own, or credited to nobody else.
-- chart: bars photographs by agency
-- :outlet (all outlets): only articles of this outlet
-- :since (no limit): only articles published on or after this day, as 2025-03-01
-- :until (no limit): only articles published on or before this day
with credits as (
  select
    claims.id,
    claims.article,
    claims.outlet,
    max(case when attributions.role = 'photographer' then attributions.source end) as photographer,
    max(case when attributions.role = 'agency' then attributions.name end) as agency,
    max(case when attributions.role = 'distributor' then attributions.name end) as distributor
  from claims
  join attributions on attributions.claim = claims.id
  where claims.kind = 'photo_credit'
    and (:outlet = '' or claims.outlet = :outlet)
    and (:since = '' or claims.published >= :since)
    and (:until = '' or claims.published <= :until || '~')
  group by claims.id
)
select
  agency,
  distributor,
  count(*) as photographs,
  count(distinct photographer) as photographers,
  count(distinct article) as articles,
  count(distinct outlet) as outlets,
  min(id) as claim_id
from credits
group by agency, distributor
order by photographs desc, agency, distributor
