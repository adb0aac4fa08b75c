-- Why contacts get no mail of a category, asked for many at once and planned once a session; stated here and nowhere else.
-- Workers only, so that nobody learns from it which addresses other tenants wrote to.
create function app.spared(addresses text[]) returns table (email text, reason text)
language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_column
begin
  if app.role_rank() >= 9 then
    return query select b.email, b.reason from (select distinct lower(trim(address)) as email from unnest(addresses) as a (address)) as asked
      cross join lateral (select b.email, b.reason from app.bounced_addresses b where b.email = asked.email limit 1) as b;
  end if;
end
$$;
comment on function app.spared(text[]) is 'Those of some addresses that no company writes to, and why: bounced or complained; one row an address. None to everybody but workers.';

-- Each contact is looked up by its key (limit 1 keeps the planner from reading a tenant's whole table while it has no statistics).
create function app.why_not_mailed_each(contacts uuid[], categories text[]) returns table (contact_id uuid, category text, reason text)
language plpgsql stable set search_path = ''
as $$
#variable_conflict use_column
begin
  return query
  with asked as materialized (
    select distinct a.id, a.category, c.email, c.consent_basis from unnest(contacts, categories) as a (id, category)
    left join lateral (select c.email, c.consent_basis from public.contacts c
      where c.tenant_id = (select app.tenant_id()) and c.id = a.id limit 1) as c on true)
  select a.id, a.category, case
    when a.email is null then 'deleted'
    when s.reason is not null then s.reason
    when w.reason is not null then w.reason
    when p.wants = false then 'unsubscribed'
    when a.category in ('lifecycle', 'product') and a.consent_basis is null then 'no consent' end
  from asked a
  left join app.spared(array(select o.email from asked o where o.email is not null)) as w on w.email = a.email
  left join lateral (select s.reason from public.suppressions s where s.tenant_id = (select app.tenant_id()) and s.email = a.email
    and (s.until is null or s.until > now()) limit 1) as s on true
  left join lateral (select p.wants from public.mail_preferences p
    where p.tenant_id = (select app.tenant_id()) and p.contact_id = a.id and p.category = a.category limit 1) as p on true;
end
$$;
comment on function app.why_not_mailed_each(uuid[], text[]) is 'Why each contact of the claimed tenant gets no mail of the category beside it, or null when it may: deleted, unsubscribed, bounced, complained, by hand, forgotten, no consent. One row a pair.';

create or replace function app.why_not_mailed(contact uuid, category text) returns text
language plpgsql stable set search_path = ''
as $$
begin
  return (select w.reason from app.why_not_mailed_each(array[contact], array[category]) as w);
end
$$;
comment on function app.why_not_mailed(uuid, text) is 'app.why_not_mailed_each for one contact: the reason, or null.';
revoke execute on function app.spared(text[]), app.why_not_mailed_each(uuid[], text[]) from public;
grant execute on function app.spared(text[]), app.why_not_mailed_each(uuid[], text[]) to authenticated;
drop function app.why_spared(text);
