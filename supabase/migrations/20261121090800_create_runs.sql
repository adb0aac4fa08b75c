create table public.runs (
  tenant_id uuid not null default app.tenant_id(),
  id uuid not null,
  workflow_id uuid not null,
  workflow_name text not null,
  version integer not null,
  status text not null default 'queued' check (status in ('queued', 'running', 'waiting', 'succeeded', 'failed', 'cancelled')),
  trigger_kind text not null check (trigger_kind in ('webhook', 'manual', 'event', 'schedule')),
  trigger jsonb not null,
  trigger_ref text,
  is_demo boolean not null default false,
  replay_of uuid,
  request_id text,
  steps_total integer not null default 0,
  steps_done integer not null default 0,
  error jsonb,
  queued_at timestamptz not null default now(),
  started_at timestamptz,
  ended_at timestamptz,
  primary key (tenant_id, id)
) partition by range (id);
create index runs_list_idx on public.runs (tenant_id, id desc);
create index runs_workflow_idx on public.runs (tenant_id, workflow_id, id desc);
create index runs_status_idx on public.runs (tenant_id, status, id desc);
comment on table public.runs is 'One execution of one version of a workflow. trigger is what started it, as expressions see it.';
comment on column public.runs.error is '{ code, message, stepId? } of a failed run.';

create table public.run_steps (
  tenant_id uuid not null default app.tenant_id(),
  run_id uuid not null,
  step_id text not null check (length(step_id) between 1 and 60),
  position integer not null,
  type text not null,
  status text not null default 'pending' check (status in ('pending', 'running', 'waiting', 'succeeded', 'failed', 'skipped', 'cancelled')),
  attempts jsonb not null default '[]',
  input jsonb,
  output jsonb,
  error jsonb,
  started_at timestamptz,
  ended_at timestamptz,
  primary key (tenant_id, run_id, step_id)
) partition by range (run_id);
comment on table public.run_steps is 'What each step of a run did. attempts: [{ n, startedAt, endedAt, error? }] in order.';

create table public.effects (
  tenant_id uuid not null default app.tenant_id(),
  key text not null check (length(key) between 1 and 255),
  kind text not null,
  run_id uuid,
  claimed_at timestamptz not null default now(),
  claims integer not null default 1,
  done_at timestamptz,
  result jsonb,
  primary key (tenant_id, key)
);
create index effects_claimed_at_idx on public.effects (claimed_at);
comment on table public.effects is 'Ledger of effects outside: claimed before, done after; the key travels to the other side as idempotency key.';

call app.protect('public.runs', 1, 2, 2, null);
call app.protect('public.run_steps', 1, 2, 2, null);
call app.protect('public.effects', 9, 9, 9, null);
insert into app.partitioned values ('public.runs', 13), ('public.run_steps', 13);
