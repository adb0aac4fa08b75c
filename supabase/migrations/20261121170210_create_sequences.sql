create table public.sequences (
  tenant_id uuid not null default app.tenant_id() references public.tenants (id) on delete cascade,
  id uuid not null default app.uuidv7(),
  name text not null check (length(name) between 1 and 120),
  status text not null default 'draft' check (status in ('draft', 'live', 'paused', 'archived')),
  draft jsonb not null,
  draft_problems jsonb not null default '[]',
  revision integer not null default 1,
  live_version integer check (live_version > 0),
  entry_event text check (length(entry_event) between 1 and 200),
  built_in text check (length(built_in) between 1 and 40),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create unique index sequences_built_in_idx on public.sequences (tenant_id, built_in) where built_in is not null;
create index sequences_list_idx on public.sequences (tenant_id, updated_at desc, id);
create index sequences_entry_idx on public.sequences (tenant_id, entry_event) where status = 'live';
comment on table public.sequences is 'A sequence of mails: the draft people edit and which version new people enter.';
comment on column public.sequences.revision is 'Counts changes of the draft; a writer names the one it has seen.';
comment on column public.sequences.entry_event is 'The event whose people enter the live version.';
comment on column public.sequences.built_in is 'Key of one of our own documents, which live in a house tenant.';
call app.protect('public.sequences', 1, 2, 2, null);

create table public.sequence_versions (
  tenant_id uuid not null default app.tenant_id(),
  sequence_id uuid not null,
  version integer not null check (version > 0),
  definition jsonb not null,
  hears text[] not null default '{}',
  published_by text not null default '',
  published_at timestamptz not null default now(),
  primary key (tenant_id, sequence_id, version),
  foreign key (tenant_id, sequence_id) references public.sequences (tenant_id, id) on delete cascade
);
comment on table public.sequence_versions is 'Published documents, never changed; a person finishes the one it began unless it is moved.';
comment on column public.sequence_versions.hears is 'Names of the events that mean something to people inside: goal, exits, waits.';
call app.protect('public.sequence_versions', 1, 2, null, null);
