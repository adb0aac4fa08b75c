alter table public.tenants
  add column brand jsonb not null default '{}' check (jsonb_typeof(brand) = 'object' and length(brand::text) <= 4000);
comment on column public.tenants.brand is 'How the tenant''s mails look and who answers: name, logo, accent, address, replyTo, locale; what is missing was not chosen.';
grant update (brand) on public.tenants to authenticated;
