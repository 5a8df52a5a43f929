-- title: Sources that only one outlet quotes
-- why: A source that nobody else has is a scoop, a friend of the house, or a person who does not exist.
-- finding: Named people and organizations with several claims, all in one outlet. Call one of them.
-- chart: bars rows by outlet
-- :outlet (all outlets): only sources that this outlet alone quotes
-- :minimum (3): fewest claims a source must have to be listed
-- :since (no limit): count only claims in articles published on or after this day, as 2025-03-01
-- :until (no limit): count only claims in articles published on or before this day
select
  sources.name as source,
  sources.source_type,
  seen.outlet,
  sum(seen.n_claims) as claims,
  sum(seen.n_claims > 0) as articles,
  sources.id as source_id,
  min(seen.claim) as claim_id
from sources
join article_sources as seen on seen.source = sources.id
where sources.n_outlets = 1
  and sources.n_claims >= cast(coalesce(nullif(:minimum, ''), '3') as integer)
  and sources.identity in ('named_person', 'named_organization')
  and seen.outlet is not null
  and (:outlet = '' or seen.outlet = :outlet)
  and (:since = '' or seen.published >= :since)
  and (:until = '' or seen.published <= :until || '~')
group by sources.id
having claims >= cast(coalesce(nullif(:minimum, ''), '3') as integer)
order by claims desc, sources.name, sources.id
