-- title: Distancing and endorsing verbs by source type
-- why: "Said" takes no side. "Claimed" doubts and "revealed" believes, before the reader has read what it was.
-- finding: The words that take a side, for each kind of source. Watch for doubt kept for one kind of source and belief
--   kept for another. The linked claim is an example.
-- chart: shares claims by source_type in cue_stance
-- :outlet (all outlets): only articles of this outlet
-- :since (no limit): only articles published on or after this day, as 2025-03-01
-- :until (no limit): only articles published on or before this day
select
  source_type,
  cue_stance,
  lower(cue) as verb,
  count(*) as claims,
  sum(count(*)) over (partition by source_type, cue_stance) as claims_of_this_stance,
  count(distinct article) as articles,
  min(id) as claim_id
from claims
where cue_stance in ('distancing', 'endorsing')
  and kind = 'claim'
  and (:outlet = '' or outlet = :outlet)
  and (:since = '' or published >= :since)
  and (:until = '' or published <= :until || '~')
group by source_type, cue_stance, cue collate nocase
order by claims_of_this_stance desc, source_type, cue_stance, claims desc, verb
