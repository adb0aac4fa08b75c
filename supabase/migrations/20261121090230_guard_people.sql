alter table public.products enable row level security;
alter table public.products force row level security;
grant select on public.products to authenticated;
grant select, insert, update, delete on public.products to service_role;
create policy "a member reads its tenant's product" on public.products for select to authenticated
  using (id = (select t.product_id from public.tenants t where t.id = (select app.tenant_id())));

alter table public.profiles enable row level security;
alter table public.profiles force row level security;
-- Colleagues do not learn which other tenant somebody looked at last.
grant select (user_id, email, full_name, locale, time_zone, created_at, updated_at),
  update (full_name, locale, time_zone, last_tenant_id, updated_at) on public.profiles to authenticated;
grant select, insert, update, delete on public.profiles to service_role;
create policy "people see themselves and their colleagues" on public.profiles for select to authenticated
  using (user_id = (select app.user_id())
    or user_id in (select m.user_id from public.memberships m where m.tenant_id = (select app.tenant_id())));
create policy "people change themselves" on public.profiles for update to authenticated
  using (user_id = (select app.user_id())) with check (user_id = (select app.user_id()));

create function app.my_tenants() returns table (id uuid, slug text, name text, plan text, role public.tenant_role, is_demo boolean, time_zone text, currency text)
language sql stable security definer set search_path = ''
as $$
  select t.id, t.slug, t.name, t.plan, max(case when m.tenant_id = t.id then m.role else 'admin' end), t.is_demo, t.time_zone, t.currency::text
  from public.memberships m
  join public.tenants t on t.id = m.tenant_id or (t.parent_id = m.tenant_id and m.role in ('admin', 'owner'))
  where m.user_id = app.user_id() and t.deleted_at is null
  group by t.id
  order by t.name, t.id
$$;
comment on function app.my_tenants() is 'Every tenant the signed-in person may enter, as what: as a member, or as an admin of its parent. The one look across the wall that a person has.';
revoke execute on function app.my_tenants() from public;
grant execute on function app.my_tenants() to authenticated;
