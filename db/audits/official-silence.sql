-- title: Official silence
-- why: "Did not respond to a request for comment" is a fact about power: who is asked, and who does not have to answer.
-- finding: Who declined or did not answer, how often, and how often the same source did speak. The linked claim is one
--   of the silences.
-- chart: bars silences by source
-- :outlet (all outlets): only articles of this outlet
-- :since (no limit): only articles published on or after this day, as 2025-03-01
-- :until (no limit): only articles published on or before this day
select
  sources.name as source,
  sources.source_type,
  count(*) as silences,
  count(distinct silent.article) as articles,
  count(distinct silent.outlet) as outlets,
  max(silent.published) as latest,
  (select count(*) from claims as spoken where spoken.source = silent.source and spoken.kind = 'claim') as claims,
  silent.source as source_id,
  min(silent.id) as claim_id
from claims as silent
left join sources on sources.id = silent.source
where silent.kind = 'silence'
  and (:outlet = '' or silent.outlet = :outlet)
  and (:since = '' or silent.published >= :since)
  and (:until = '' or silent.published <= :until || '~')
group by silent.source
order by silences desc, sources.name, silent.source
