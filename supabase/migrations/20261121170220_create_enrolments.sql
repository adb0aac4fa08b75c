create table public.enrolments (
  tenant_id uuid not null default app.tenant_id(),
  id uuid not null default app.uuidv7(),
  sequence_id uuid not null,
  contact_id uuid not null,
  subject text not null default '' check (length(subject) <= 200),
  occurrence integer not null default 1 check (occurrence > 0),
  entry_key text not null default app.uuidv7()::text check (length(entry_key) between 1 and 255),
  version integer not null check (version > 0),
  status text not null default 'active' check (status in ('active', 'paused', 'completed', 'exited')),
  reason text check (length(reason) <= 300),
  arm text,
  is_held_out boolean not null default false,
  scope jsonb not null default '{}',
  step integer not null default 0 check (step >= 0),
  due_at timestamptz not null default now(),
  next_at timestamptz,
  awaits text,
  event_at timestamptz,
  goal_at timestamptz,
  exit_event text,
  entered_at timestamptz not null default now(),
  ended_at timestamptz,
  revision integer not null default 1 check (revision > 0),
  primary key (tenant_id, id),
  unique (tenant_id, sequence_id, contact_id, subject, occurrence),
  unique (tenant_id, sequence_id, contact_id, entry_key),
  foreign key (tenant_id, sequence_id, version) references public.sequence_versions (tenant_id, sequence_id, version) on delete cascade,
  foreign key (tenant_id, contact_id) references public.contacts (tenant_id, id) on delete cascade,
  check (next_at is null or status = 'active')
);
create unique index enrolments_inside_idx on public.enrolments (tenant_id, sequence_id, contact_id, subject) where status in ('active', 'paused');
create index enrolments_due_idx on public.enrolments (next_at) where next_at is not null;
create index enrolments_version_idx on public.enrolments (tenant_id, sequence_id, version, status);
create index enrolments_list_idx on public.enrolments (tenant_id, sequence_id, id desc);
create index enrolments_contact_idx on public.enrolments (tenant_id, contact_id);
create index enrolments_subject_idx on public.enrolments (tenant_id, subject) where subject <> '';
comment on table public.enrolments is 'A person in a sequence: which version, where it stands and when that is looked at next.';
comment on column public.enrolments.subject is 'What the sequence is about besides the person; of a house tenant the customer''s tenant and, after a slash, the thing in it.';
comment on column public.enrolments.entry_key is 'What made the person enter; the same thing enters it once.';
comment on column public.enrolments.scope is 'What made the person enter, as conditions and mails see it: { event }.';
comment on column public.enrolments.next_at is 'When the sweep looks again; null while it should not. Claiming moves it on, so it is not when the step is due.';
comment on column public.enrolments.awaits is 'The event the step it stands at waits for; event_at is when it came.';
comment on column public.enrolments.revision is 'Counts decisions; the last entry of the log has this number.';
call app.protect('public.enrolments', 1, 2, 2, null);

create table public.enrolment_log (
  tenant_id uuid not null default app.tenant_id(),
  enrolment_id uuid not null,
  n integer not null check (n > 0),
  at timestamptz not null default now(),
  what text not null check (what in ('enter', 'send', 'pass', 'hold', 'goal', 'exit', 'complete', 'pause', 'resume', 'move')),
  step_key text,
  reason text check (length(reason) <= 300),
  version integer not null,
  arm text,
  until timestamptz,
  mail_id uuid,
  actor text not null default '',
  primary key (tenant_id, enrolment_id, n),
  foreign key (tenant_id, enrolment_id) references public.enrolments (tenant_id, id) on delete cascade
);
comment on table public.enrolment_log is 'Every decision about a person in a sequence with its reason, append-only. until: how long a hold lasts.';
call app.protect('public.enrolment_log', 1, 2, null, null);
