-- What a company does: chooses its sample data and the templates that are recommended.
alter table public.tenants add column industry text check (industry in ('commerce', 'hospitality', 'payroll', 'agency'));
comment on column public.tenants.industry is 'What the company does; null until somebody says so.';
grant update (industry) on public.tenants to authenticated;

drop function app.my_tenants();
create function app.my_tenants() returns table (id uuid, slug text, name text, plan text, role public.tenant_role, is_demo boolean, time_zone text, currency text, industry text)
language sql stable security definer set search_path = ''
as $$
  select t.id, t.slug, t.name, t.plan, max(case when m.tenant_id = t.id then m.role else 'admin' end), t.is_demo, t.time_zone, t.currency::text, t.industry
  from public.memberships m
  join public.tenants t on t.id = m.tenant_id or (t.parent_id = m.tenant_id and m.role in ('admin', 'owner'))
  where m.user_id = app.user_id() and t.deleted_at is null
  group by t.id
  order by t.name, t.id
$$;
comment on function app.my_tenants() is 'Every tenant the signed-in person may enter, as what: as a member, or as an admin of its parent. The one look across the wall that a person has.';
revoke execute on function app.my_tenants() from public;
grant execute on function app.my_tenants() to authenticated;
