create table public.mails (
  tenant_id uuid not null default app.tenant_id(),
  id uuid not null default gen_random_uuid(),
  key text not null check (length(key) between 1 and 255),
  template text not null,
  recipient text not null,
  subject text not null,
  html text not null,
  body text not null,
  status text not null default 'queued' check (status in ('queued', 'claimed', 'accepted', 'delivered', 'bounced', 'complained', 'failed', 'unknown')),
  provider_id text,
  error text,
  run_id uuid,
  created_at timestamptz not null default now(),
  claimed_at timestamptz,
  sent_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, key)
);
create index mails_created_at_idx on public.mails (tenant_id, created_at desc);
create index mails_provider_id_idx on public.mails (provider_id);
comment on table public.mails is 'Ledger of every mail: rendered once and frozen, claimed before it is sent; key is the idempotency key at the provider.';
comment on column public.mails.claimed_at is 'The first try at the provider, which remembers a key for 24 hours from then.';

-- People have mails before they have a tenant. Out of reach for callers: the bodies hold links that sign in.
create table app.account_mails (
  id uuid primary key default gen_random_uuid(),
  key text not null unique check (length(key) between 1 and 255),
  template text not null,
  recipient text not null,
  subject text not null,
  html text not null,
  body text not null,
  status text not null default 'queued' check (status in ('queued', 'claimed', 'accepted', 'delivered', 'bounced', 'complained', 'failed', 'unknown')),
  provider_id text,
  error text,
  created_at timestamptz not null default now(),
  claimed_at timestamptz,
  sent_at timestamptz
);
create index account_mails_created_at_idx on app.account_mails (created_at);
comment on table app.account_mails is 'Ledger of the mails that Supabase Auth asks for; the bodies are emptied when the provider has them.';
alter table app.account_mails enable row level security;
alter table app.account_mails force row level security;
grant select, insert, update, delete on app.account_mails to service_role;

call app.protect('public.mails', 3, 9, 9, null);
