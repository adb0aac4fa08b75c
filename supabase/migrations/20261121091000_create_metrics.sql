create table public.api_requests (
  tenant_id uuid not null,
  id uuid not null,
  route text not null,
  method text not null,
  status integer not null,
  duration_ms double precision not null,
  primary key (tenant_id, id)
) partition by range (id);
comment on table public.api_requests is 'One row per answered request of a tenant; rolled up every five minutes.';
call app.protect('public.api_requests', 3, null, null, null);
insert into app.partitioned values ('public.api_requests', 2);

create table public.metric_points (
  tenant_id uuid not null,
  metric text not null,
  label text not null,
  at timestamptz not null,
  bucket smallint not null,
  n integer not null check (n > 0),
  primary key (tenant_id, metric, label, at, bucket)
);
comment on table public.metric_points is 'Log histograms: bucket = ceil(16 * log2(seconds)), n values, per 5 minutes from at. Sums merge; the error is at most 2.2 %.';
call app.protect('public.metric_points', 1, null, null, null);

create table public.metric_cursors (
  metric text primary key,
  rolled_until timestamptz not null
);
comment on table public.metric_cursors is 'Up to where each metric is rolled up.';
alter table public.metric_cursors enable row level security;
alter table public.metric_cursors force row level security;
grant select, insert, update on public.metric_cursors to service_role;

create function public.roll_up_metrics(until timestamptz default date_trunc('minute', now())) returns integer
language plpgsql set search_path = ''
as $$
declare
  since timestamptz;
  written integer := 0;
  n integer;
begin
  perform pg_advisory_xact_lock(hashtext('roll_up_metrics'));
  -- Ids are made before their row commits; what is younger than a minute may still be on its way.
  until := least(until, now() - interval '1 minute');

  select rolled_until into since from public.metric_cursors where metric = 'api';
  insert into public.metric_points as p
  select tenant_id, 'api.duration', route || ' ' || (status / 100) || 'xx',
    date_bin('5 minutes', app.uuidv7_at(id), '2000-01-01'), ceil(16 * log(2, greatest(duration_ms, 0.001)::numeric / 1000)), count(*)
  from public.api_requests
  where id >= app.uuidv7_floor(coalesce(since, now() - interval '1 hour')) and id < app.uuidv7_floor(until)
  group by 1, 2, 3, 4, 5
  on conflict (tenant_id, metric, label, at, bucket) do update set n = p.n + excluded.n;
  get diagnostics n = row_count;
  written := written + n;
  insert into public.metric_cursors values ('api', until) on conflict (metric) do update set rolled_until = excluded.rolled_until;

  select rolled_until into since from public.metric_cursors where metric = 'runs';
  insert into public.metric_points as p
  select tenant_id, 'run.duration', status, date_bin('5 minutes', ended_at, '2000-01-01'),
    ceil(16 * log(2, greatest(extract(epoch from ended_at - queued_at), 0.000001)::numeric)), count(*)
  from public.runs
  where ended_at >= coalesce(since, now() - interval '7 days') and ended_at < until
  group by 1, 2, 3, 4, 5
  on conflict (tenant_id, metric, label, at, bucket) do update set n = p.n + excluded.n;
  get diagnostics n = row_count;
  written := written + n;
  insert into public.metric_cursors values ('runs', until) on conflict (metric) do update set rolled_until = excluded.rolled_until;
  return written;
end
$$;
comment on function public.roll_up_metrics(timestamptz) is 'Adds finished runs and answered requests since the last call to the histograms; returns the rows written. Called by the edge function metrics-aggregator.';
revoke execute on function public.roll_up_metrics(timestamptz) from public, anon, authenticated;
grant execute on function public.roll_up_metrics(timestamptz) to service_role;
create index runs_ended_at_idx on public.runs (ended_at);
grant usage on schema app, public to service_role;
