import { sql } from "kysely";

/**
 * SQL for the tenant's finished runs (samples left out) of the last `hours` as histogram cells (status, at, bucket, n): rolled-up points,
 * and from the newest point on the runs themselves. That point's five minutes may be rolled up in part, so they are
 * counted from the runs alone; what lies before it is complete. Works just as well when nothing was rolled up yet.
 */
export const runCells = (hours: number) => sql`
  with span as (select date_bin('5 minutes', now() - make_interval(hours => ${hours}), '2000-01-01') as since),
  seam as (
    select greatest(span.since, coalesce(max(p.at), span.since)) as at
    from span left join public.metric_points p on p.metric = 'run.duration' and p.at >= span.since
    group by span.since
  ),
  cells as (
    select p.label as status, p.at, p.bucket::int as bucket, p.n
    from public.metric_points p, span, seam
    where p.metric = 'run.duration' and p.at >= span.since and p.at < seam.at
    union all
    select r.status, date_bin('5 minutes', r.ended_at, '2000-01-01'),
      ceil(16 * log(2, greatest(extract(epoch from r.ended_at - r.queued_at), 0.000001)::numeric))::int, count(*)::int
    from public.runs r, seam
    where r.ended_at >= seam.at and not r.is_demo
    group by 1, 2, 3
  )`;
