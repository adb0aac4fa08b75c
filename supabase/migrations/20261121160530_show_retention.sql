-- How long history is kept is no secret of the installation: people see it beside what is kept.
grant select on app.partitioned to authenticated;
create policy "rank 1 may select" on app.partitioned for select to authenticated using ((select app.role_rank()) >= 1);

create function app.kept_until(id uuid, keep_weeks integer) returns timestamptz
language sql immutable set search_path = ''
as $$ select (date_trunc('week', app.uuidv7_at(id) at time zone 'UTC') + make_interval(weeks => keep_weeks + 1)) at time zone 'UTC' $$;
comment on function app.kept_until(uuid, integer) is 'Until when a row of a weekly partition stays at least: the end of its week and so many weeks more.';
grant execute on function app.kept_until(uuid, integer) to authenticated, service_role;
