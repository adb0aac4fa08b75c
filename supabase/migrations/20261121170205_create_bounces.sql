create table app.bounced_addresses (
  email text primary key check (length(email) between 3 and 320 and email = lower(trim(email))),
  why text not null default '' check (length(why) <= 500),
  bounced_at timestamptz not null default now()
);
comment on table app.bounced_addresses is 'Addresses that do not exist: a hard bounce of one tenant spares every other. Nothing here says whose.';
alter table app.bounced_addresses enable row level security;
alter table app.bounced_addresses force row level security;
grant select, insert, update, delete on app.bounced_addresses to service_role;

create function app.note_bounce(address text, why text) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  if app.role_rank() < 9 then
    raise exception 'only workers note bounces' using errcode = '42501';
  end if;
  insert into app.bounced_addresses (email, why) values (lower(trim(address)), left(note_bounce.why, 500)) on conflict do nothing;
end
$$;
comment on function app.note_bounce(text, text) is 'Remembers for every tenant that an address does not exist. Workers only.';

-- Workers only, so that nobody learns from it which addresses other tenants wrote to.
create function app.has_bounced(address text) returns boolean
language sql stable security definer set search_path = ''
as $$ select (select app.role_rank()) >= 9 and exists (select from app.bounced_addresses b where b.email = lower(trim(address))) $$;
comment on function app.has_bounced(text) is 'Whether an address is known not to exist; false to everybody but workers.';

create function app.why_not_mailed(contact uuid, category text) returns text
language sql stable set search_path = ''
as $$
  select case
    when c.id is null then 'deleted'
    when s.reason is not null then s.reason
    when app.has_bounced(c.email) then 'bounced'
    when p.wants = false then 'unsubscribed'
    when why_not_mailed.category in ('lifecycle', 'product') and c.consent_basis is null then 'no consent' end
  from (select why_not_mailed.contact as id) as asked
  left join public.contacts c on c.tenant_id = (select app.tenant_id()) and c.id = asked.id
  left join public.suppressions s on s.tenant_id = c.tenant_id and s.email = c.email and (s.until is null or s.until > now())
  left join public.mail_preferences p on p.tenant_id = c.tenant_id and p.contact_id = c.id and p.category = why_not_mailed.category
$$;
comment on function app.why_not_mailed(uuid, text) is 'Why a contact of the claimed tenant gets no mail of a category, or null when it may: deleted, unsubscribed, bounced, complained, by hand, forgotten, no consent.';
revoke execute on function app.note_bounce(text, text), app.has_bounced(text), app.why_not_mailed(uuid, text) from public;
grant execute on function app.note_bounce(text, text), app.has_bounced(text), app.why_not_mailed(uuid, text) to authenticated;
