-- title: Photo credits by agency and distributor
-- why: Pictures are sourced like words are. The agencies behind them decide what readers get to see, and some of them
--   belong to states.
-- finding: How many photographs came through each agency and distributor. A row without either is the
--   photographer's own, or credited to nobody else.
-- chart: bars photographs by agency
-- :outlet (all outlets): only articles of this outlet
-- :since (no limit): only articles published on or after this day, as 2025-03-01
-- :until (no limit): only articles published on or before this day
select
  agency,
  distributor,
  count(*) as photographs,
  count(distinct photographer) as photographers,
  count(distinct article) as articles,
  count(distinct outlet) as outlets,
  min(claim) as claim_id
from photographs
where (:outlet = '' or outlet = :outlet)
  and (:since = '' or published >= :since)
  and (:until = '' or published <= :until || '~')
group by agency, distributor
order by photographs desc, agency, distributor
