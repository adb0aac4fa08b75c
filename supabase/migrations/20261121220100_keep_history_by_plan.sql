-- How long the history of runs is kept follows the plan; a table, so that an installation may choose other weeks.
create table app.retention (
  plan text primary key,
  history_weeks integer not null check (history_weeks between 1 and 520)
);
comment on table app.retention is 'For how many weeks after its own the history of runs, deliveries and events is kept, by plan.';
alter table app.retention enable row level security;
alter table app.retention force row level security;
grant select on app.retention to authenticated;
create policy "rank 1 may select" on app.retention for select to authenticated using ((select app.role_rank()) >= 1);

alter table app.partitioned add column by_plan boolean not null default false;
comment on column app.partitioned.by_plan is 'Kept as long as the tenant''s plan says; keep_weeks is then that of the longest.';
update app.partitioned set by_plan = true
where parent in ('public.runs', 'public.run_steps', 'public.run_items', 'public.run_search', 'public.deliveries', 'public.events');

create function app.note_retention() returns trigger language plpgsql set search_path = ''
as $$
begin
  update app.partitioned set keep_weeks = (select max(history_weeks) from app.retention) where by_plan;
  return null;
end
$$;
comment on function app.note_retention() is 'Keeps keep_weeks of the tables that follow the plan at the longest plan''s.';
revoke execute on function app.note_retention() from public;
create trigger note_retention after insert or update on app.retention for each statement execute function app.note_retention();
insert into app.retention values ('trial', 13), ('starter', 13), ('pro', 26), ('enterprise', 52);

create function app.history_weeks(plan text) returns integer
language sql stable set search_path = ''
as $$ select r.history_weeks from app.retention r where r.plan = $1 $$;
comment on function app.history_weeks(text) is 'For how many weeks a plan keeps the history of runs.';
revoke execute on function app.history_weeks(text) from public;
grant execute on function app.history_weeks(text) to authenticated, service_role;
