-- Who the caller is in the claimed tenant. A person: a member, or an admin of the parent. A key: alive and of that tenant.
-- A worker: the claim can only be set by our own server, since no token issuer writes a top-level "worker".
create function app.role_rank() returns integer
language sql stable security definer set search_path = ''
as $$
  with c as (
    select claims ->> 'worker' as worker, (claims ->> 'tenant_id')::uuid as tenant_id,
           (claims ->> 'sub')::uuid as user_id, (claims ->> 'api_key')::uuid as key_id
    from (select app.claims() as claims) as x
  )
  select case
    when c.tenant_id is null then 0
    when c.worker is not null then 9
    when c.key_id is not null then coalesce((
      select 2 from public.api_keys k join public.tenants t on t.id = k.tenant_id and t.deleted_at is null
      where k.tenant_id = c.tenant_id and k.id = c.key_id and k.revoked_at is null
        and (k.expires_at is null or k.expires_at > now())), 0)
    when c.user_id is not null then coalesce((
      select max(case when m.tenant_id = t.id then array_position(enum_range(null::public.tenant_role), m.role)
                      when m.role in ('admin', 'owner') then 3 else 0 end)
      from public.tenants t join public.memberships m on m.tenant_id in (t.id, t.parent_id)
      where t.id = c.tenant_id and t.deleted_at is null and m.user_id = c.user_id), 0)
    else 0 end
  from c
$$;
comment on function app.role_rank() is '0 none, 1 viewer, 2 member, 3 admin, 4 owner, 9 worker, in the claimed tenant.';

create function app.tenant_id() returns uuid
language sql stable security definer set search_path = ''
as $$ select case when app.role_rank() > 0 then (app.claims() ->> 'tenant_id')::uuid end $$;
comment on function app.tenant_id() is 'The claimed tenant if the caller belongs to it, else null. Policies compare with (select app.tenant_id()).';

create function app.user_id() returns uuid
language sql stable set search_path = ''
as $$ select (app.claims() ->> 'sub')::uuid $$;
comment on function app.user_id() is 'The signed-in person, or null for keys and workers.';
revoke execute on function app.role_rank(), app.tenant_id(), app.user_id() from public;
grant execute on function app.role_rank(), app.tenant_id(), app.user_id() to authenticated, service_role;

-- One way to wall a table, so that no table can forget a part of it. A null verb is neither granted nor allowed.
create procedure app.protect(target regclass, reads integer, inserts integer, updates integer, deletes integer)
language plpgsql set search_path = ''
as $$
declare
  verb record;
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy "tenant wall" on %s as restrictive to authenticated
    using (tenant_id = (select app.tenant_id())) with check (tenant_id = (select app.tenant_id()))', target);
  for verb in select * from (values ('select', reads), ('insert', inserts), ('update', updates), ('delete', deletes)) as v (name, rank) loop
    continue when verb.rank is null;
    execute format('grant %s on %s to authenticated', verb.name, target);
    execute format('create policy "rank %s may %s" on %s for %s to authenticated %s', verb.rank, verb.name, target, verb.name,
      case verb.name
        when 'insert' then format('with check ((select app.role_rank()) >= %s)', verb.rank)
        when 'update' then format('using ((select app.role_rank()) >= %1$s) with check ((select app.role_rank()) >= %1$s)', verb.rank)
        else format('using ((select app.role_rank()) >= %s)', verb.rank) end);
  end loop;
  execute format('grant select, insert, update, delete on %s to service_role', target);
end
$$;
comment on procedure app.protect(regclass, integer, integer, integer, integer) is 'Row level security, the restrictive tenant wall, one policy and grant per verb for callers of at least that rank.';
revoke execute on procedure app.protect(regclass, integer, integer, integer, integer) from public;
