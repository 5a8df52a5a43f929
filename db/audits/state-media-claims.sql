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
  published,
  outlet,
  state_medium,
  case when source_type = 'state_media' then 'originator' else 'relayer' end as role,
  chain,
  cue,
  text,
  article as article_id,
  id as claim_id
from claims
where state_medium is not null
  and kind = 'claim'
  and (:outlet = '' or outlet = :outlet)
  and (:since = '' or published >= :since)
  and (:until = '' or published <= :until || '~')
order by published desc, article, position
