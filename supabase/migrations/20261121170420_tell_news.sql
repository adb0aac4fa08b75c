-- Since when a live trigger has been in trouble, so that people are told once for each time it breaks.
alter table public.probes add column problem_since timestamptz;
update public.probes set problem_since = probed_at where problem is not null;
comment on column public.probes.problem_since is 'The first look that found a problem since the last that found none; null while all is well.';

-- As before, and the event that tells the others.
create or replace function app.accept_invitation(hash bytea, out outcome text, out tenant uuid)
language plpgsql security definer set search_path = ''
as $$
declare
  person public.profiles;
  invitation public.invitations;
  is_member boolean;
begin
  select * into person from public.profiles p where p.user_id = app.user_id();
  select i.* into invitation from public.invitations i join public.tenants t on t.id = i.tenant_id and t.deleted_at is null
  where i.token_hash = hash for update of i;
  is_member := exists (select 1 from public.memberships m where m.tenant_id = invitation.tenant_id and m.user_id = person.user_id);
  outcome := case
    when person.user_id is null or invitation.id is null or invitation.revoked_at is not null then 'unknown'
    when invitation.email <> person.email then 'other_address'
    when invitation.accepted_at is not null then case when is_member then 'repeated' else 'unknown' end
    when invitation.expires_at <= now() then 'expired'
    else 'accepted' end;
  if outcome in ('accepted', 'repeated') then
    tenant := invitation.tenant_id;
  end if;
  if outcome = 'accepted' then
    insert into public.memberships (tenant_id, user_id, role) values (tenant, person.user_id, invitation.role) on conflict do nothing;
    update public.invitations i set accepted_at = now() where i.tenant_id = tenant and i.id = invitation.id;
    update public.profiles p set last_tenant_id = tenant where p.user_id = person.user_id;
    perform app.append_audit(tenant, 'user', person.user_id::text, 'member.join', 'member', person.user_id::text, null,
      jsonb_build_object('role', invitation.role, 'invitationId', invitation.id));
    insert into app.outbox (id, tenant_id, name, data) values (app.uuidv7(), tenant, 'tenants/member.joined',
      jsonb_build_object('tenantId', tenant, 'userId', person.user_id, 'invitationId', invitation.id));
  end if;
end
$$;
