create table public.bulk_actions (
  tenant_id uuid not null default app.tenant_id() references public.tenants (id) on delete cascade,
  id uuid not null default app.uuidv7(),
  kind text not null check (kind in ('dead-letters.redrive', 'dead-letters.discard', 'dead-letters.restore', 'runs.replay', 'runs.cancel')),
  selection jsonb not null,
  options jsonb not null default '{}',
  state text not null default 'queued' check (state in ('queued', 'running', 'done', 'cancelled', 'failed')),
  total integer not null check (total >= 0),
  done integer not null default 0,
  failed integer not null default 0,
  problems jsonb not null default '[]',
  reached uuid,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  ended_at timestamptz,
  primary key (tenant_id, id)
);
comment on table public.bulk_actions is 'One command over many things, done in batches by a durable function. Each batch commits with its counts and the place it reached.';
comment on column public.bulk_actions.reached is 'The last id that was done, oldest first; the next batch goes on above.';
comment on column public.bulk_actions.problems is '[{ id, code, message }] of the first twenty things that were refused.';
call app.protect('public.bulk_actions', 1, 2, 2, null);
