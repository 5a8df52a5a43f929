-- title: Claims hedged with "reportedly"
-- why: "Reportedly" and "allegedly" say that somebody reported or alleged it, and keep back who.
-- finding: Each row is a claim so hedged. Where the source is missing too, the reader has nothing to go by.
-- chart: bars rows by outlet
-- :outlet (all outlets): only articles of this outlet
-- :since (no limit): only articles published on or after this day, as 2025-03-01
-- :until (no limit): only articles published on or before this day
select
  claims.published,
  claims.outlet,
  sources.name as source,
  claims.source_type,
  claims.cue,
  claims.text,
  claims.article as article_id,
  claims.id as claim_id,
  claims.source as source_id
from claims
left join sources on sources.id = claims.source
where claims.hedged = 1
  and claims.kind = 'claim'
  and (:outlet = '' or claims.outlet = :outlet)
  and (:since = '' or claims.published >= :since)
  and (:until = '' or claims.published <= :until || '~')
order by claims.source is not null, claims.published desc, claims.article, claims.position
