-- title: How much rests on no stated source
-- why: Some sentences need no source: what the writer saw, what everybody knows. The rest asks for trust that the
--   article has not earned.
-- finding: The share of an article's sentences for which it states no source, highest first, beside the average of
--   its outlet. Open the article and switch on "sentences without a source" to see which they are.
-- chart: bars rows by outlet
-- :outlet (all outlets): only articles of this outlet
-- :since (no limit): only articles published on or after this day, as 2025-03-01
-- :until (no limit): only articles published on or before this day
-- :minimum (0.5): lowest share to be listed, 0 to 1
select * from (
  select
    label as article,
    outlet,
    published,
    n_words as words,
    n_claims as claims,
    round(unattributed_share, 3) as unattributed_share,
    round(avg(unattributed_share) over (partition by outlet), 3) as outlet_average,
    id as article_id
  from articles
  where unattributed_share is not null
    and (:outlet = '' or outlet = :outlet)
    and (:since = '' or published >= :since)
    and (:until = '' or published <= :until || '~')
)
where unattributed_share >= cast(coalesce(nullif(:minimum, ''), '0.5') as real)
order by unattributed_share desc, words desc, article_id
