-- title: Articles with a single source
-- why: A story told by one voice is that voice's story. A second, independent source is the oldest rule of the trade.
-- finding: Each row is an article whose claims all come from one source, the one named. Ask who else was called.
-- chart: bars rows by outlet
-- :minimum (2): fewest claims an article must have to be listed
-- :outlet (all outlets): only articles of this outlet
-- :since (no limit): only articles published on or after this day, as 2025-03-01
-- :until (no limit): only articles published on or before this day
select
  articles.label as article,
  articles.outlet,
  articles.published,
  articles.n_claims as claims,
  sources.name as source,
  sources.source_type,
  sources.identity,
  articles.unattributed_share,
  articles.id as article_id,
  sources.id as source_id
from articles
join article_sources as seen on seen.article = articles.id and seen.n_claims > 0
join sources on sources.id = seen.source
where articles.n_sources = 1
  and articles.n_claims >= cast(coalesce(nullif(:minimum, ''), '2') as integer)
  and (:outlet = '' or articles.outlet = :outlet)
  and (:since = '' or articles.published >= :since)
  and (:until = '' or articles.published <= :until || '~')
order by articles.n_claims desc, articles.published desc, articles.id
