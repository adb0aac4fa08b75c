-- Time-series tables are partitioned by the time inside their UUIDv7 key, one partition a week, made ahead of time.
create schema parts;
comment on schema parts is 'Weekly partitions; reached through their parents only.';

create table app.partitioned (
  parent text primary key,
  keep_weeks integer not null check (keep_weeks between 1 and 1000)
);
comment on table app.partitioned is 'Which tables are partitioned by week, and how long a partition is kept.';
alter table app.partitioned enable row level security;
alter table app.partitioned force row level security;

create function app.ensure_partitions(until timestamptz default now() + interval '5 weeks') returns integer
language plpgsql set search_path = ''
as $$
declare
  made integer := 0;
  p record;
  week timestamptz;
  part text;
begin
  for p in select parent from app.partitioned order by parent loop
    for week in select generate_series(date_trunc('week', now() at time zone 'UTC' - interval '1 week') at time zone 'UTC', until, interval '1 week') loop
      part := format('%s_%s', split_part(p.parent, '.', 2), to_char(week at time zone 'UTC', 'YYYYMMDD'));
      continue when to_regclass('parts.' || part) is not null;
      execute format('create table parts.%I partition of %s for values from (%L) to (%L)', part, p.parent,
        app.uuidv7_floor(week), app.uuidv7_floor(week + interval '1 week'));
      execute format('alter table parts.%I enable row level security', part);
      execute format('alter table parts.%I force row level security', part);
      execute format('create policy "through the parent only" on parts.%I as restrictive to authenticated using (tenant_id = (select app.tenant_id()))', part);
      -- An append-only table is append-only for its owner too, part by part.
      if not has_table_privilege(p.parent, 'update') then
        execute format('revoke update, delete, truncate on parts.%I from current_role', part);
      end if;
      made := made + 1;
    end loop;
  end loop;
  return made;
end
$$;
comment on function app.ensure_partitions(timestamptz) is 'Makes the weekly partitions of every registered table up to an instant; returns how many were new. A week is from Monday 00:00 UTC.';
