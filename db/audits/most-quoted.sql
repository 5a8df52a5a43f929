-- title: Who is quoted most, and in how many outlets
-- why: Whoever is quoted everywhere shapes what a story is about. Who is missing from the top of this list says as much
--   as who is on it.
-- finding: The hundred sources with the most claims. Many claims in few outlets means one newsroom leans on them.
-- chart: bars claims by source
-- :outlet (all outlets): only articles of this outlet
-- :since (no limit): only articles published on or after this day, as 2025-03-01
-- :until (no limit): only articles published on or before this day
with counted as (
  -- Over all articles, the counts are kept with the sources.
  select * from (
    select id as source, n_claims as claims, n_direct as direct_quotations, n_articles as articles, n_outlets as outlets
    from sources
    where :outlet = '' and :since = '' and :until = '' and n_claims > 0
    order by n_claims desc, id
    limit 100
  )
  union all
  -- For one outlet or a period, they are added up.
  select * from (
    select source, sum(n_claims) as claims, sum(n_direct), count(*), count(distinct outlet)
    from article_sources
    where not (:outlet = '' and :since = '' and :until = '')
      and (:outlet = '' or outlet = :outlet)
      and (:since = '' or published >= :since)
      and (:until = '' or published <= :until || '~')
    group by source
    having sum(n_claims) > 0
    order by claims desc, source
    limit 100
  )
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
