-- title: Who is quoted most, and in how many outlets
-- why: Whoever is quoted everywhere shapes what a story is about. Who is missing from the top of this list says as much
--   as who is on it.
-- finding: The hundred sources with the most claims. Many claims in few outlets means one newsroom leans on them.
-- chart: bars claims by source
-- :outlet (all outlets): only articles of this outlet
-- :since (no limit): only articles published on or after this day, as 2025-03-01
-- :until (no limit): only articles published on or before this day
with counted as (
  select
    source,
    count(*) as claims,
    sum(quotation = 'direct') as direct_quotations,
    count(distinct article) as articles,
    count(distinct outlet) as outlets
  from claims
  where kind = 'claim'
    and source is not null
    and (:outlet = '' or outlet = :outlet)
    and (:since = '' or published >= :since)
    and (:until = '' or published <= :until || '~')
  group by source
  order by claims desc, source
  limit 100
)
select
  sources.name as source,
  sources.source_type,
  sources.identity,
  counted.claims,
  counted.direct_quotations,
  counted.articles,
  counted.outlets,
  counted.source as source_id
from counted
join sources on sources.id = counted.source
order by counted.claims desc, sources.name, counted.source
