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
with averages as (
  select outlet, avg(unattributed_share) as outlet_average
  from articles
  where (:outlet = '' or outlet = :outlet)
    and (:since = '' or published >= :since)
    and (:until = '' or published <= :until || '~')
  group by outlet
)
select
  articles.label as article,
  articles.outlet,
  articles.published,
  articles.n_words as words,
  articles.n_claims as claims,
  round(articles.unattributed_share, 3) as unattributed_share,
  round(averages.outlet_average, 3) as outlet_average,
  articles.id as article_id
from articles
left join averages on averages.outlet is articles.outlet
where articles.unattributed_share >= cast(coalesce(nullif(:minimum, ''), '0.5') as real)
  and (:outlet = '' or articles.outlet = :outlet)
  and (:since = '' or articles.published >= :since)
  and (:until = '' or articles.published <= :until || '~')
order by articles.unattributed_share desc, articles.n_words desc, articles.id
