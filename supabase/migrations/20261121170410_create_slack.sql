create table public.slack_channels (
  tenant_id uuid not null default app.tenant_id() references public.tenants (id) on delete cascade,
  id uuid not null default gen_random_uuid(),
  purpose text not null check (length(purpose) between 1 and 60),
  cipher text not null,
  hint text not null check (length(hint) <= 300),
  tested_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, purpose)
);
comment on table public.slack_channels is 'Incoming webhooks of a tenant, one a purpose (notifications), each address sealed.';
comment on column public.slack_channels.hint is 'Host and last four characters of the address.';

create table public.slack_posts (
  tenant_id uuid not null default app.tenant_id() references public.tenants (id) on delete cascade,
  id uuid not null default app.uuidv7(),
  key text not null check (length(key) between 1 and 255),
  payload jsonb not null,
  status text not null default 'queued' check (status in ('queued', 'claimed', 'sent', 'failed', 'unknown')),
  error text,
  created_at timestamptz not null default now(),
  claimed_at timestamptz,
  settled_at timestamptz,
  expires_at timestamptz not null default now() + interval '90 days',
  primary key (tenant_id, id),
  unique (tenant_id, key)
);
create index slack_posts_expires_at_idx on public.slack_posts (expires_at);
comment on table public.slack_posts is 'Ledger of posts to Slack, which knows no idempotency keys: a post is claimed before it is sent, and one without an answer is unknown and never sent again.';

call app.protect('public.slack_channels', 1, 3, 3, 3);
call app.protect('public.slack_posts', 3, 9, 9, null);
