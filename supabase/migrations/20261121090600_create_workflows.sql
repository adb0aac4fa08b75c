create table public.workflows (
  tenant_id uuid not null default app.tenant_id() references public.tenants (id) on delete cascade,
  id uuid not null default gen_random_uuid(),
  name text not null check (length(name) between 1 and 120),
  status text not null default 'draft' check (status in ('draft', 'live', 'paused', 'archived')),
  draft jsonb not null,
  draft_problems jsonb not null default '[]',
  live_version integer check (live_version > 0),
  is_demo boolean not null default false,
  created_by uuid references public.profiles (user_id) on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  primary key (tenant_id, id)
);
create index workflows_list_idx on public.workflows (tenant_id, updated_at desc, id) where deleted_at is null;
create index workflows_created_by_idx on public.workflows (created_by);
comment on table public.workflows is 'A workflow: the draft people edit and which version is live.';

create table public.workflow_versions (
  tenant_id uuid not null default app.tenant_id(),
  workflow_id uuid not null,
  version integer not null check (version > 0),
  definition jsonb not null,
  note text not null default '' check (length(note) <= 500),
  published_by text not null default '',
  published_at timestamptz not null default now(),
  primary key (tenant_id, workflow_id, version),
  foreign key (tenant_id, workflow_id) references public.workflows (tenant_id, id) on delete cascade
);
comment on table public.workflow_versions is 'Published definitions, never changed; a run executes exactly one of them.';

create table public.schedules (
  tenant_id uuid not null default app.tenant_id(),
  workflow_id uuid not null,
  cron text not null,
  time_zone text not null,
  next_at timestamptz not null,
  last_at timestamptz,
  primary key (tenant_id, workflow_id),
  foreign key (tenant_id, workflow_id) references public.workflows (tenant_id, id) on delete cascade
);
create index schedules_next_at_idx on public.schedules (next_at);
comment on table public.schedules is 'When the next run of a scheduled live workflow is due; swept every minute.';

create table public.subscriptions (
  tenant_id uuid not null default app.tenant_id(),
  workflow_id uuid not null,
  event_name text not null,
  filter text,
  primary key (tenant_id, workflow_id),
  foreign key (tenant_id, workflow_id) references public.workflows (tenant_id, id) on delete cascade
);
create index subscriptions_event_idx on public.subscriptions (tenant_id, event_name);
comment on table public.subscriptions is 'Which live workflow starts on which event of its tenant, with an optional CEL filter.';

call app.protect('public.workflows', 1, 2, 2, null);
call app.protect('public.workflow_versions', 1, 2, null, null);
call app.protect('public.schedules', 1, 2, 2, 2);
call app.protect('public.subscriptions', 1, 2, 2, 2);
