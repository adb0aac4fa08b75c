alter table public.schedules
  add column missed text not null default 'run-once' check (missed in ('skip', 'run-once')),
  add column late_count integer not null default 0,
  add column last_late_at timestamptz,
  add column missed_count integer not null default 0,
  add column last_missed_at timestamptz;
comment on column public.schedules.missed is 'What becomes of times that passed unnoticed for ten minutes: one run for all of them, or none.';
comment on column public.schedules.late_count is 'How often a run was started by the watchdog, because nobody had started it two minutes after its time.';
comment on column public.schedules.missed_count is 'How many times of the schedule got no run of their own.';

create table public.polls (
  tenant_id uuid not null default app.tenant_id(),
  workflow_id uuid not null,
  source text not null,
  every_s integer not null default 300 check (every_s between 60 and 86400),
  remember_first boolean not null,
  cursor jsonb,
  resume_url text,
  next_at timestamptz not null default now(),
  lease uuid,
  leased_until timestamptz,
  failures integer not null default 0,
  problem jsonb,
  polled_at timestamptz,
  item_at timestamptz,
  primary key (tenant_id, workflow_id),
  foreign key (tenant_id, workflow_id) references public.workflows (tenant_id, id) on delete cascade
);
create index polls_next_at_idx on public.polls (next_at);
comment on table public.polls is 'Where each polling workflow is in its source; claimed by a lease, moved on in the transaction that starts its runs.';
comment on column public.polls.source is 'Digest of what is asked and how items are told apart; when it changes the state begins anew.';
comment on column public.polls.remember_first is 'The first answer only says what is there already; cleared by it.';
comment on column public.polls.resume_url is 'The page the next poll goes on with, when the last one stopped at its bound.';
comment on column public.polls.problem is '{ code, message, at } of the last poll when it failed.';

create table public.poll_keys (
  tenant_id uuid not null default app.tenant_id(),
  workflow_id uuid not null,
  key text not null check (length(key) between 1 and 255),
  expires_at timestamptz not null,
  primary key (tenant_id, workflow_id, key),
  foreign key (tenant_id, workflow_id) references public.polls (tenant_id, workflow_id) on delete cascade
);
create index poll_keys_expires_at_idx on public.poll_keys (expires_at);
comment on table public.poll_keys is 'Items a polling workflow has seen; kept 90 days after they were last listed.';

create table public.followers (
  tenant_id uuid not null default app.tenant_id(),
  workflow_id uuid not null,
  source_id uuid not null,
  statuses text[] not null,
  primary key (tenant_id, workflow_id),
  foreign key (tenant_id, workflow_id) references public.workflows (tenant_id, id) on delete cascade,
  foreign key (tenant_id, source_id) references public.workflows (tenant_id, id) on delete cascade
);
create index followers_source_idx on public.followers (tenant_id, source_id);
comment on table public.followers is 'Which live workflow starts when a run of another ends, and with which ends.';

create table public.probes (
  tenant_id uuid not null default app.tenant_id(),
  workflow_id uuid not null,
  version integer not null,
  problem jsonb,
  probed_at timestamptz not null default now(),
  due_at timestamptz not null default now() + interval '1 hour',
  primary key (tenant_id, workflow_id),
  foreign key (tenant_id, workflow_id) references public.workflows (tenant_id, id) on delete cascade
);
create index probes_due_at_idx on public.probes (due_at);
comment on table public.probes is 'What the last look at a live trigger found: nothing wrong, or { code, message }.';

insert into public.probes (tenant_id, workflow_id, version, due_at)
select tenant_id, id, 0, now() from public.workflows where status = 'live';

call app.protect('public.polls', 1, 2, 2, 2);
call app.protect('public.poll_keys', 9, 9, 9, null);
call app.protect('public.followers', 1, 2, 2, 2);
call app.protect('public.probes', 1, 2, 2, 2);
