create table public.run_items (
  tenant_id uuid not null default app.tenant_id(),
  run_id uuid not null,
  step_id text not null check (length(step_id) between 1 and 60),
  index integer not null check (index >= 0),
  key text not null check (length(key) between 1 and 255),
  status text not null check (status in ('running', 'waiting', 'succeeded', 'failed', 'cancelled')),
  attempts integer not null default 1,
  input jsonb,
  output jsonb,
  error jsonb,
  ends jsonb,
  due_at timestamptz,
  started_at timestamptz not null default now(),
  ended_at timestamptz,
  primary key (tenant_id, run_id, step_id, index)
) partition by range (run_id);
create index run_items_waiting_idx on public.run_items (tenant_id, run_id, step_id, due_at) where status = 'waiting';
create index run_items_failed_idx on public.run_items (tenant_id, run_id, step_id, index) where status = 'failed';
comment on table public.run_items is 'The items of a for-each step. Claimed before the body is performed under key, recorded after.';
comment on column public.run_items.input is 'The item as people see it, bounded; the run holds the whole.';
comment on column public.run_items.ends is 'How steps of the body ended so far, while the item waits to be tried again at due_at.';
comment on column public.run_items.error is '{ code, message, stepId } of a failed item, stepId a step of the body.';

call app.protect('public.run_items', 1, 2, 9, null);
insert into app.partitioned values ('public.run_items', 13);

select app.ensure_partitions();
