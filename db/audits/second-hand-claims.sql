-- title: Second-hand claims and who relayed them
-- why: When a statement passes through other hands, each of them can change it. A reader should know whether the
--   writer heard it, or heard that somebody heard it.
-- finding: Each row is a claim that came through a relayer, or that the article hedges with "reportedly" or
--   "allegedly". Where no relayer is given, the article does not say who passed it on.
-- chart: bars rows by relayer
-- :outlet (all outlets): only articles of this outlet
-- :since (no limit): only articles published on or after this day, as 2025-03-01
-- :until (no limit): only articles published on or before this day
select
  published,
  outlet,
  source_type,
  chain,
  relayer,
  hedged,
  text,
  article as article_id,
  id as claim_id
from claims
where second_hand = 1
  and kind = 'claim'
  and (:outlet = '' or outlet = :outlet)
  and (:since = '' or published >= :since)
  and (:until = '' or published <= :until || '~')
order by relayer is null, relayer, published desc, article, position
