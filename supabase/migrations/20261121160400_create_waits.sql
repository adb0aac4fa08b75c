create table public.run_waits (
  tenant_id uuid not null default app.tenant_id() references public.tenants (id) on delete cascade,
  key text not null check (length(key) between 1 and 255),
  run_id uuid not null,
  step_id text not null check (length(step_id) between 1 and 60),
  kind text not null check (kind in ('event', 'approval', 'workflow')),
  name text not null check (length(name) between 1 and 200),
  filter text,
  scope jsonb not null default '{}',
  opened_at timestamptz not null default now(),
  until timestamptz,
  resolved_at timestamptz,
  resolution jsonb,
  told_at timestamptz,
  closed_at timestamptz,
  primary key (tenant_id, key)
);
create index run_waits_open_idx on public.run_waits (tenant_id, kind, name, key) where resolved_at is null and closed_at is null;
create index run_waits_run_idx on public.run_waits (tenant_id, run_id);
create index run_waits_due_idx on public.run_waits (coalesce(resolved_at, until)) where closed_at is null;
create index run_waits_unclosed_idx on public.run_waits (run_id) where closed_at is null;
create index run_waits_closed_idx on public.run_waits (closed_at) where closed_at is not null;
comment on table public.run_waits is 'What runs wait for; resolved by the first answer, closed when the run has taken it or has ended.';
comment on column public.run_waits.key is 'The step''s effect key, run:<runId>:<stepId>.';
comment on column public.run_waits.name is 'The event''s name, the approval''s id or the child run''s id, by kind.';
comment on column public.run_waits.scope is 'The values of the run that the filter names.';
call app.protect('public.run_waits', 1, 9, 9, null);

-- The first answer stands: a wait that is resolved or closed stays as it is and nobody is told twice.
create function app.resolve_waits(tenant uuid, keys text[], resolution jsonb) returns integer
language sql set search_path = ''
as $$
  with resolved as (
    update public.run_waits w set resolved_at = now(), told_at = now(), resolution = resolve_waits.resolution
    where w.tenant_id = tenant and w.key = any (keys) and w.resolved_at is null and w.closed_at is null
    returning w.tenant_id, w.run_id, w.key),
  told as (
    insert into app.outbox (id, tenant_id, name, data)
    select app.uuidv7(), tenant_id, 'workflows/wait.resolved',
      jsonb_build_object('tenantId', tenant_id, 'runId', run_id, 'key', key) from resolved)
  select count(*)::integer from resolved
$$;
comment on function app.resolve_waits(uuid, text[], jsonb) is 'Resolves open waits of a tenant and writes the events that wake their runs; returns how many were open.';
revoke execute on function app.resolve_waits(uuid, text[], jsonb) from public;
grant execute on function app.resolve_waits(uuid, text[], jsonb) to authenticated, service_role;
