create table public.products (
  id uuid primary key default gen_random_uuid(),
  slug text not null unique check (slug ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$'),
  name text not null check (length(name) between 1 and 80),
  created_at timestamptz not null default now()
);
comment on table public.products is 'Products served by this installation; a tenant belongs to one.';
insert into public.products (slug, name) values ('steward', 'Steward');

create table public.profiles (
  user_id uuid primary key references auth.users (id) on delete cascade,
  email text not null check (length(email) between 3 and 320),
  full_name text not null default '' check (length(full_name) <= 120),
  locale text not null default 'en' check (locale in ('en', 'de')),
  time_zone text not null default 'UTC' check (length(time_zone) between 1 and 64),
  last_tenant_id uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table public.profiles is 'One row a person; made by the sign-up trigger.';

create table public.tenants (
  id uuid primary key default gen_random_uuid(),
  product_id uuid not null references public.products (id),
  parent_id uuid references public.tenants (id),
  slug text not null unique check (slug ~ '^[a-z0-9]([a-z0-9-]{0,46}[a-z0-9])?$'),
  name text not null check (length(name) between 1 and 80),
  plan text not null default 'trial' check (plan in ('trial', 'starter', 'pro', 'enterprise')),
  time_zone text not null default 'UTC' check (length(time_zone) between 1 and 64),
  currency char(3) not null default 'EUR' check (currency ~ '^[A-Z]{3}$'),
  is_demo boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  check (parent_id <> id)
);
create index tenants_product_id_idx on public.tenants (product_id);
create index tenants_parent_id_idx on public.tenants (parent_id);
comment on table public.tenants is 'A company: everything else belongs to one.';

create table public.memberships (
  tenant_id uuid not null references public.tenants (id) on delete cascade,
  user_id uuid not null references public.profiles (user_id) on delete cascade,
  role public.tenant_role not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, user_id)
);
create index memberships_user_id_idx on public.memberships (user_id);
comment on table public.memberships is 'Who belongs to which tenant, as what.';
