-- title: Claims that rest on state media
-- why: An outlet that a state owns or controls speaks for that state. Its word reaches readers as news when the
--   article does not say so.
-- finding: Each row is a claim that a state outlet makes, or that came through its hands. Check that the article
--   says what kind of outlet it is, and that a second source supports the claim.
-- chart: bars rows by state_medium
-- :outlet (all outlets): only articles of this outlet
-- :since (no limit): only articles published on or after this day, as 2025-03-01
-- :until (no limit): only articles published on or before this day
select
  claims.published,
  claims.outlet,
  attributions.name as state_medium,
  attributions.role,
  claims.chain,
  claims.cue,
  claims.text,
  claims.article as article_id,
  claims.id as claim_id
from sources
join attributions on attributions.source = sources.id
join claims on claims.id = attributions.claim
where sources.source_type = 'state_media'
  and claims.kind = 'claim'
  and (:outlet = '' or claims.outlet = :outlet)
  and (:since = '' or claims.published >= :since)
  and (:until = '' or claims.published <= :until || '~')
order by claims.published desc, claims.article, claims.position
