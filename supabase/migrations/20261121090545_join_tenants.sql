create function app.slug_for(name text, id uuid) returns text
language sql immutable set search_path = ''
as $$
  select left(coalesce(nullif(trim(both '-' from regexp_replace(lower(name), '[^a-z0-9]+', '-', 'g')), '') || '-', ''), 39) || left(replace(id::text, '-', ''), 8)
$$;
comment on function app.slug_for(text, uuid) is 'A free slug: the Latin part of a name, then eight digits of the id.';

-- Not granted: the sign-up trigger and app.create_tenant decide for whom.
create function app.found_tenant(founder uuid, name text, slug text, time_zone text, currency text, product text) returns uuid
language plpgsql set search_path = ''
as $$
declare
  tenant uuid := gen_random_uuid();
begin
  insert into public.tenants (id, product_id, slug, name, time_zone, currency)
  select tenant, p.id, coalesce(found_tenant.slug, app.slug_for(found_tenant.name, tenant)), found_tenant.name, found_tenant.time_zone, found_tenant.currency
  from public.products p where p.slug in (product, 'steward') order by p.slug = product desc limit 1;
  insert into public.memberships (tenant_id, user_id, role) values (tenant, founder, 'owner');
  update public.profiles set last_tenant_id = tenant where user_id = founder;
  perform app.append_audit(tenant, 'user', founder::text, 'tenant.create', 'tenant', tenant::text, null,
    jsonb_build_object('name', found_tenant.name, 'timeZone', found_tenant.time_zone, 'currency', found_tenant.currency));
  return tenant;
end
$$;
comment on function app.found_tenant(uuid, text, text, text, text, text) is 'A new tenant with its first owner; returns its id.';

create function app.create_tenant(name text, slug text, time_zone text, currency text) returns uuid
language plpgsql security definer set search_path = ''
as $$
begin
  if app.user_id() is null then
    raise exception 'only a person founds a tenant' using errcode = '42501';
  end if;
  return app.found_tenant(app.user_id(), name, slug, time_zone, currency, 'steward');
end
$$;
comment on function app.create_tenant(text, text, text, text) is 'A new tenant owned by the signed-in person; returns its id. A null slug is made from the name.';

create function app.accept_invitation(hash bytea, out outcome text, out tenant uuid)
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
  end if;
end
$$;
comment on function app.accept_invitation(bytea) is 'Makes the signed-in person a member if the token''s hash is that of an open invitation to his address. outcome: accepted, repeated, unknown, expired or other_address.';
revoke execute on function app.slug_for(text, uuid), app.found_tenant(uuid, text, text, text, text, text),
  app.create_tenant(text, text, text, text), app.accept_invitation(bytea) from public;
grant execute on function app.create_tenant(text, text, text, text), app.accept_invitation(bytea) to authenticated;
