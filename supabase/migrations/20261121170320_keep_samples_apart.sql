-- Sample workflows are tried out, not counted: their runs stay out of the metrics, and all of it can be taken away again.
create or replace function public.roll_up_metrics(until timestamptz default date_trunc('minute', now())) returns integer
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
  where ended_at >= coalesce(since, now() - interval '7 days') and ended_at < until and not is_demo
  group by 1, 2, 3, 4, 5
  on conflict (tenant_id, metric, label, at, bucket) do update set n = p.n + excluded.n;
  get diagnostics n = row_count;
  written := written + n;
  insert into public.metric_cursors values ('runs', until) on conflict (metric) do update set rolled_until = excluded.rolled_until;
  return written;
end
$$;

-- What a run that was under way writes after its row is gone is deleted by a second call with its id.
create function app.forget_runs(tenant uuid, ids uuid[]) returns void
language plpgsql set search_path = ''
as $$
begin
  delete from public.run_steps where tenant_id = tenant and run_id = any (ids);
  delete from public.run_items where tenant_id = tenant and run_id = any (ids);
  delete from public.run_waits where tenant_id = tenant and run_id = any (ids);
  delete from public.run_search where tenant_id = tenant and run_id = any (ids);
  delete from public.effects where tenant_id = tenant and run_id = any (ids);
  delete from public.approvals where tenant_id = tenant and run_id = any (ids);
  delete from public.runs where tenant_id = tenant and id = any (ids);
end
$$;
comment on function app.forget_runs(uuid, uuid[]) is 'Deletes runs with everything they wrote.';

create function app.remove_samples(out workflows integer, out runs integer, out unfinished uuid[])
language plpgsql security definer set search_path = ''
as $$
declare
  tenant uuid := app.tenant_id();
  demo uuid[] := array(select w.id from public.workflows w where w.tenant_id = tenant and w.is_demo);
  ids uuid[];
begin
  if app.role_rank() < 2 or tenant is null then
    raise exception 'only members remove samples' using errcode = '42501';
  end if;
  select coalesce(array_agg(r.id), '{}'), coalesce(array_agg(r.id) filter (where r.ended_at is null), '{}') into ids, unfinished
  from public.runs r where r.tenant_id = tenant and r.workflow_id = any (demo);
  perform app.forget_runs(tenant, ids);
  delete from public.deliveries d where d.tenant_id = tenant and d.workflow_id = any (demo);
  delete from public.workflows w where w.tenant_id = tenant and w.id = any (demo);
  workflows := cardinality(demo);
  runs := cardinality(ids);
end
$$;
comment on function app.remove_samples() is 'Deletes the claimed tenant''s sample workflows with their hooks, deliveries and runs; unfinished: runs that were under way.';
revoke execute on function app.forget_runs(uuid, uuid[]), app.remove_samples() from public;
grant execute on function app.remove_samples() to authenticated;
