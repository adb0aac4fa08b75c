create table public.hooks (
  tenant_id uuid not null default app.tenant_id() references public.tenants (id) on delete cascade,
  id uuid not null default gen_random_uuid(),
  workflow_id uuid not null,
  provider text not null check (provider in ('shopify', 'stripe', 'generic')),
  topic text,
  scheme text not null check (scheme in ('shopify', 'stripe', 'standard', 'hmac', 'none')),
  enabled boolean not null default true,
  max_bytes integer not null default 262144 check (max_bytes between 1024 and 1048576),
  tolerance_s integer not null default 300 check (tolerance_s between 60 and 900),
  created_at timestamptz not null default now(),
  last_delivery_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, workflow_id),
  foreign key (tenant_id, workflow_id) references public.workflows (tenant_id, id) on delete cascade
);
create unique index hooks_id_idx on public.hooks (id);
comment on table public.hooks is 'Addresses other systems post to; the id is the last part of the URL.';

create table public.hook_secrets (
  tenant_id uuid not null default app.tenant_id(),
  hook_id uuid not null,
  id uuid not null default gen_random_uuid(),
  cipher text not null,
  hint text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  primary key (tenant_id, hook_id, id),
  foreign key (tenant_id, hook_id) references public.hooks (tenant_id, id) on delete cascade
);
comment on table public.hook_secrets is 'Signing secrets, encrypted; two may be valid at a time while one is rotated out.';

-- The dedupe ledger lives beside the partitioned deliveries, because a unique key must hold across partitions.
create table public.delivery_keys (
  tenant_id uuid not null default app.tenant_id(),
  hook_id uuid not null,
  key text not null check (length(key) between 1 and 255),
  delivery_id uuid not null,
  received_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (tenant_id, hook_id, key),
  foreign key (tenant_id, hook_id) references public.hooks (tenant_id, id) on delete cascade
);
create index delivery_keys_expires_at_idx on public.delivery_keys (expires_at);
comment on table public.delivery_keys is 'Which delivery id was accepted as what; kept 30 days, or 24 hours when the key is the body''s hash.';

create table public.deliveries (
  tenant_id uuid not null,
  id uuid not null,
  hook_id uuid not null,
  workflow_id uuid not null,
  key text not null,
  is_weak_key boolean not null default false,
  topic text,
  content_type text not null,
  headers jsonb not null,
  body text not null,
  bytes integer not null,
  run_id uuid not null,
  received_at timestamptz not null default now(),
  primary key (tenant_id, id)
) partition by range (id);
create index deliveries_hook_idx on public.deliveries (tenant_id, hook_id, id desc);
comment on table public.deliveries is 'Accepted webhook deliveries as received; stored before they are acknowledged.';

call app.protect('public.hooks', 1, 2, 2, 2);
call app.protect('public.hook_secrets', 1, 2, 2, 2);
-- The sealed secret itself is read by the ingress only.
revoke select, update on public.hook_secrets from authenticated;
grant select (tenant_id, hook_id, id, hint, created_at, expires_at), update (expires_at) on public.hook_secrets to authenticated;
call app.protect('public.delivery_keys', 2, 2, null, null);
call app.protect('public.deliveries', 1, 2, null, null);
insert into app.partitioned values ('public.deliveries', 13);
