-- What is known against an address from every company's mails: it does not exist, or its owner called a mail of the
-- installation itself spam, after which the provider refuses mails of any company to it.
alter table app.bounced_addresses
  add column reason text not null default 'bounced' check (reason in ('bounced', 'complained'));
comment on table app.bounced_addresses is 'Addresses that no company writes to, except for mails that answer an act: they do not exist, or their owner complained about a mail of the installation. Nothing here says whose.';

-- Workers only, so that nobody learns from it which addresses other tenants wrote to.
create function app.why_spared(address text) returns text
language sql stable security definer set search_path = ''
as $$ select b.reason from app.bounced_addresses b where (select app.role_rank()) >= 9 and b.email = lower(trim(address)) $$;
comment on function app.why_spared(text) is 'Why no company writes to an address, bounced or complained; null to everybody but workers.';

create or replace function app.why_not_mailed(contact uuid, category text) returns text
language sql stable set search_path = ''
as $$
  select case
    when c.id is null then 'deleted'
    when s.reason is not null then s.reason
    when w.reason is not null then w.reason
    when p.wants = false then 'unsubscribed'
    when why_not_mailed.category in ('lifecycle', 'product') and c.consent_basis is null then 'no consent' end
  from (select why_not_mailed.contact as id) as asked
  left join public.contacts c on c.tenant_id = (select app.tenant_id()) and c.id = asked.id
  left join public.suppressions s on s.tenant_id = c.tenant_id and s.email = c.email and (s.until is null or s.until > now())
  left join lateral (select app.why_spared(c.email) as reason) as w on true
  left join public.mail_preferences p on p.tenant_id = c.tenant_id and p.contact_id = c.id and p.category = why_not_mailed.category
$$;
revoke execute on function app.why_spared(text) from public;
grant execute on function app.why_spared(text) to authenticated;
drop function app.has_bounced(text);
