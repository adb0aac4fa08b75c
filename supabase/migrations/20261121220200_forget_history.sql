-- A week goes as a whole when nobody keeps anything in it, else row by row. The audit log never goes: its chain is verified
-- from the first link. One partition a call, because a dropped one locks its table until the commit.
create function app.forget_history(at timestamptz default now(), most integer default 10000) returns table (dropped text, deleted integer)
language plpgsql set search_path = '' set lock_timeout = '2s'
as $$
declare
  clock timestamp := at at time zone 'UTC';
  p record;
  keepers text[];
  needed uuid[];
  stays text;
  hit boolean;
begin
  for p in
    select t.by_plan, t.keep_weeks, c.relname as part, to_date(right(c.relname, 8), 'YYYYMMDD')::timestamp as week,
      case when exists (select from pg_attribute a where a.attrelid = i.inhparent and a.attname = 'run_id') then 'run_id' else 'id' end as run
    from app.partitioned t join pg_inherits i on i.inhparent = t.parent::regclass join pg_class c on c.oid = i.inhrelid
    where t.parent <> 'public.audit_log' order by right(c.relname, 8), c.relname
  loop
    keepers := array(select r.plan from app.retention r
      where p.week + make_interval(weeks => 1 + case when p.by_plan then r.history_weeks else p.keep_weeks end) > clock);
    continue when cardinality(keepers) = (select count(*) from app.retention);
    -- Runs that have not ended and failures that wait for people, with all that belongs to them. A delivery is a moment older than its run.
    needed := case when p.by_plan then array(
      select r.id from public.runs r where r.ended_at is null
        and r.id >= app.uuidv7_floor(p.week at time zone 'UTC') and r.id < app.uuidv7_floor((p.week + interval '8 days') at time zone 'UTC')
      union select l.run_id from public.dead_letters l where l.state in ('open', 'redriving')
        and l.run_id >= app.uuidv7_floor(p.week at time zone 'UTC') and l.run_id < app.uuidv7_floor((p.week + interval '8 days') at time zone 'UTC')) end;
    stays := format('(exists (select from public.tenants t where t.id = x.tenant_id and t.plan = any ($1)) or coalesce(x.%I = any ($2), false))', p.run);
    execute format('select exists (select from parts.%I x where %s)', p.part, stays) into hit using keepers, needed;
    if not hit then
      execute format('drop table parts.%I', p.part);
      return query select p.part::text, 0;
      return;
    end if;
    execute format('with gone as (delete from parts.%I where ctid in (select x.ctid from parts.%I x where not %s limit $3) returning 1)
      select count(*)::int from gone', p.part, p.part, stays) into deleted using keepers, needed, most;
    if deleted > 0 then return next; return; end if;
  end loop;
  -- Failures that were dealt with go with their runs.
  with gone as (
    delete from public.dead_letters where ctid in (
      select l.ctid from public.dead_letters l join public.tenants t on t.id = l.tenant_id join app.retention r on r.plan = t.plan
      where l.state not in ('open', 'redriving')
        and l.run_id < app.uuidv7_floor((date_trunc('week', clock) - make_interval(weeks => r.history_weeks)) at time zone 'UTC')
        and not exists (select from public.runs x where x.tenant_id = l.tenant_id and x.id = l.run_id) limit most)
    returning 1)
  select count(*)::int into deleted from gone;
  return next;
end
$$;
comment on function app.forget_history(timestamptz, integer) is 'Forgets one week''s partition, or some rows, whose time is over at an instant; the partition''s name and how many rows. Nothing and 0: all is done.';
revoke execute on function app.forget_history(timestamptz, integer) from public;
grant execute on function app.forget_history(timestamptz, integer) to service_role;
