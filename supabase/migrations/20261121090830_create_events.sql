create table public.events (
  tenant_id uuid not null default app.tenant_id(),
  id uuid not null,
  name text not null check (length(name) between 1 and 200),
  external_id text check (length(external_id) between 1 and 255),
  data jsonb not null,
  source text not null check (source in ('api', 'step', 'system')),
  received_at timestamptz not null default now(),
  primary key (tenant_id, id)
) partition by range (id);
create index events_name_idx on public.events (tenant_id, name, id desc);
comment on table public.events is 'Events of a tenant; live workflows subscribed to the name are started by them.';

create table public.event_keys (
  tenant_id uuid not null default app.tenant_id(),
  key text not null check (length(key) between 1 and 255),
  event_id uuid not null,
  expires_at timestamptz not null,
  primary key (tenant_id, key)
);
create index event_keys_expires_at_idx on public.event_keys (expires_at);
comment on table public.event_keys is 'The sender''s event ids seen in the last 30 days; an id starts its runs once.';

call app.protect('public.events', 1, 2, null, null);
call app.protect('public.event_keys', 2, 2, null, null);
insert into app.partitioned values ('public.events', 13);
