create table public.onboarding_states (
  tenant_id uuid not null default app.tenant_id(),
  user_id uuid not null,
  version integer not null check (version > 0),
  state jsonb not null,
  rev integer not null default 0 check (rev >= 0),
  moved_at timestamptz not null default now(),
  stalled_rev integer,
  completed_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (tenant_id, user_id),
  foreign key (tenant_id, user_id) references public.memberships (tenant_id, user_id) on delete cascade
);
create index onboarding_states_open_idx on public.onboarding_states (moved_at) where completed_at is null;
comment on table public.onboarding_states is 'How far a member has come in a tenant; goes with the membership. state belongs to the definition `version`; rev counts its changes and guards them (compare and set).';
comment on column public.onboarding_states.stalled_rev is 'The state for which it was told that the person is stuck; the same state is not told of twice.';

create table public.onboarding_events (
  tenant_id uuid not null default app.tenant_id(),
  user_id uuid not null,
  rev integer not null check (rev > 0),
  event jsonb not null,
  at timestamptz not null default now(),
  primary key (tenant_id, user_id, rev),
  foreign key (tenant_id, user_id) references public.memberships (tenant_id, user_id) on delete cascade
);
comment on table public.onboarding_events is 'Every event that changed an onboarding state, in order: applied again to an empty state they give the stored one.';

call app.protect('public.onboarding_states', 1, 1, 1, null);
call app.protect('public.onboarding_events', 1, 1, null, null);
