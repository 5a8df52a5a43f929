-- title: Sources that only one outlet quotes
-- why: A source that nobody else has is a scoop, a friend of the house, or a person who does not exist.
-- finding: Named people and organizations with several claims, all in one outlet. Call one of them.
-- chart: bars rows by outlet
-- :outlet (all outlets): only sources that this outlet alone quotes
-- :minimum (3): fewest claims a source must have to be listed
-- :since (no limit): only articles published on or after this day, as 2025-03-01
-- :until (no limit): only articles published on or before this day
with counted as (
  select
    source,
    min(outlet) as outlet,
    count(*) as claims,
    count(distinct article) as articles,
    min(id) as claim_id
  from claims
  where kind = 'claim'
    and source is not null
    and outlet is not null
    and identity in ('named_person', 'named_organization')
    and (:since = '' or published >= :since)
    and (:until = '' or published <= :until || '~')
  group by source
  having min(outlet) = max(outlet)
    and count(*) >= cast(coalesce(nullif(:minimum, ''), '3') as integer)
)
select
  sources.name as source,
  sources.source_type,
  counted.outlet,
  counted.claims,
  counted.articles,
  counted.source as source_id,
  counted.claim_id
from counted
join sources on sources.id = counted.source
where :outlet = '' or counted.outlet = :outlet
order by counted.claims desc, sources.name, counted.source
