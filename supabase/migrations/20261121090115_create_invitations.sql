create table public.invitations (
  tenant_id uuid not null references public.tenants (id) on delete cascade,
  id uuid not null default gen_random_uuid(),
  email text not null check (length(email) between 3 and 320 and email = lower(email)),
  role public.tenant_role not null check (role <> 'owner'),
  token_hash bytea not null unique,
  invited_by uuid references public.profiles (user_id) on delete set null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz,
  primary key (tenant_id, id)
);
create unique index invitations_open_idx on public.invitations (tenant_id, email) where accepted_at is null and revoked_at is null;
create index invitations_invited_by_idx on public.invitations (invited_by);
comment on table public.invitations is 'Open and past invitations; the token itself is only in the mail.';

create table public.api_keys (
  tenant_id uuid not null references public.tenants (id) on delete cascade,
  id uuid not null default gen_random_uuid(),
  name text not null check (length(name) between 1 and 80),
  prefix text not null check (length(prefix) between 4 and 16),
  hash bytea not null unique check (length(hash) = 32),
  scopes text[] not null check (cardinality(scopes) between 1 and 40),
  created_by uuid references public.profiles (user_id) on delete set null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (tenant_id, id)
);
create index api_keys_created_by_idx on public.api_keys (created_by);
comment on table public.api_keys is 'Keys of machines; only the SHA-256 of 256 random bits is kept.';
