-- title: Official silence
-- why: "Did not respond to a request for comment" is a fact about power: who is asked, and who does not have to answer.
-- finding: Who declined or did not answer, how often, and how often the same source did speak. The linked claim is one
--   of the silences.
-- chart: bars silences by source
-- :outlet (all outlets): only articles of this outlet
-- :since (no limit): only articles published on or after this day, as 2025-03-01
-- :until (no limit): only articles published on or before this day
with silent as (
  select
    source,
    count(*) as silences,
    count(distinct article) as articles,
    count(distinct outlet) as outlets,
    max(published) as latest,
    min(id) as claim_id
  from claims
  where kind = 'silence'
    and (:outlet = '' or outlet = :outlet)
    and (:since = '' or published >= :since)
    and (:until = '' or published <= :until || '~')
  group by source
)
select
  sources.name as source,
  sources.source_type,
  silent.silences,
  silent.articles,
  silent.outlets,
  silent.latest,
  sources.n_claims as claims,
  silent.source as source_id,
  silent.claim_id
from silent
left join sources on sources.id = silent.source
order by silent.silences desc, sources.name, silent.source
