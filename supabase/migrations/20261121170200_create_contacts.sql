create table public.contacts (
  tenant_id uuid not null default app.tenant_id() references public.tenants (id) on delete cascade,
  id uuid not null default app.uuidv7(),
  email text not null check (length(email) between 3 and 320 and email = lower(trim(email))),
  name text not null default '' check (length(name) <= 200),
  locale text not null default 'en' check (locale in ('en', 'de')),
  time_zone text check (length(time_zone) between 1 and 64),
  properties jsonb not null default '{}',
  user_id text check (length(user_id) between 1 and 200),
  consent_basis text check (consent_basis in ('opt-in', 'soft-opt-in', 'contract')),
  consent_at timestamptz,
  consent_text text check (length(consent_text) <= 200),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, email),
  check ((consent_basis is null) = (consent_at is null))
);
create unique index contacts_user_id_idx on public.contacts (tenant_id, user_id) where user_id is not null;
create index contacts_list_idx on public.contacts (tenant_id, created_at desc, id);
comment on table public.contacts is 'People a tenant writes to: one row an address. Of a house tenant: the people who use the product.';
comment on column public.contacts.time_zone is 'IANA name; null means that of the tenant.';
comment on column public.contacts.user_id is 'Who it is in the tenant''s own system; of a house tenant, the profile.';
comment on column public.contacts.consent_basis is 'Why marketing may be sent; null: none may. consent_text names the words that were shown.';
call app.protect('public.contacts', 1, 2, 2, 3);

create table public.mail_preferences (
  tenant_id uuid not null default app.tenant_id(),
  contact_id uuid not null,
  category text not null check (category in ('lifecycle', 'product', 'notification')),
  wants boolean not null,
  source text not null check (source in ('link', 'page', 'api', 'sign-up', 'provider')),
  changed_at timestamptz not null default now(),
  primary key (tenant_id, contact_id, category),
  foreign key (tenant_id, contact_id) references public.contacts (tenant_id, id) on delete cascade
);
comment on table public.mail_preferences is 'What a person chose for a category of mail; no row means the default: wanted, given consent.';
call app.protect('public.mail_preferences', 1, 2, 2, null);

create table public.suppressions (
  tenant_id uuid not null default app.tenant_id() references public.tenants (id) on delete cascade,
  email text not null check (length(email) between 3 and 320 and email = lower(trim(email))),
  reason text not null check (reason in ('unsubscribed', 'bounced', 'complained', 'by hand', 'forgotten')),
  detail text not null default '' check (length(detail) <= 500),
  until timestamptz,
  created_by text not null default '',
  created_at timestamptz not null default now(),
  primary key (tenant_id, email)
);
create index suppressions_list_idx on public.suppressions (tenant_id, created_at desc, email);
comment on table public.suppressions is 'Addresses a tenant sends no mail of a category to, contact or not; outlives the contact. until: a pause after soft bounces.';
call app.protect('public.suppressions', 1, 2, 2, 3);
