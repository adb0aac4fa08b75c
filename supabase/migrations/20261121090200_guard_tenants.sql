-- Nobody inserts a membership by himself: app.found_tenant and app.accept_invitation do. An admin who could would pull
-- a stranger into his tenant and read his profile.
call app.protect('public.memberships', 1, null, 3, 1);
call app.protect('public.invitations', 3, 3, 3, null);
call app.protect('public.api_keys', 3, 3, 3, null);

-- Hashes are compared by definers and by our server only, and what identifies a row never changes.
revoke update on public.memberships from authenticated;
grant update (role) on public.memberships to authenticated;
revoke select, update on public.invitations from authenticated;
grant select (tenant_id, id, email, role, invited_by, created_at, expires_at, accepted_at, revoked_at),
  update (token_hash, expires_at, revoked_at) on public.invitations to authenticated;
revoke select, update on public.api_keys from authenticated;
grant select (tenant_id, id, name, prefix, scopes, created_by, created_at, expires_at, last_used_at, revoked_at),
  update (revoked_at) on public.api_keys to authenticated;
alter table public.memberships alter column tenant_id set default app.tenant_id();
alter table public.invitations alter column tenant_id set default app.tenant_id();
alter table public.api_keys alter column tenant_id set default app.tenant_id();

-- A member may leave by himself; removing somebody else takes an admin, and only an owner touches owners.
create policy "only admins touch others" on public.memberships as restrictive for delete to authenticated
  using (user_id = (select app.user_id()) or ((select app.role_rank()) >= 3 and (role <> 'owner' or (select app.role_rank()) >= 4)));
create policy "only owners touch owners" on public.memberships as restrictive for update to authenticated
  using (role <> 'owner' or (select app.role_rank()) >= 4) with check (role <> 'owner' or (select app.role_rank()) >= 4);

-- The last owner stays: locking the tenant's row makes two owners leaving at once see each other.
create function app.keep_an_owner() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if old.role = 'owner' and (tg_op = 'DELETE' or new.role <> 'owner') then
    perform 1 from public.tenants where id = old.tenant_id for no key update;
    if found and not exists (select 1 from public.memberships
        where tenant_id = old.tenant_id and role = 'owner' and user_id <> old.user_id) then
      raise exception 'a tenant keeps at least one owner' using errcode = 'ST001';
    end if;
  end if;
  return case tg_op when 'DELETE' then old else new end;
end
$$;
revoke execute on function app.keep_an_owner() from public;
create trigger keep_an_owner before update or delete on public.memberships for each row execute function app.keep_an_owner();

-- Taken before any lock that waits for it: membership changes of a tenant follow one another and cannot deadlock.
create function app.lock_tenant() returns void
language sql volatile security definer set search_path = ''
as $$ select from public.tenants where id = app.tenant_id() for no key update $$;
comment on function app.lock_tenant() is 'Lets changes of the claimed tenant''s members happen one after the other, until the transaction ends.';
revoke execute on function app.lock_tenant() from public;
grant execute on function app.lock_tenant() to authenticated;

alter table public.tenants enable row level security;
alter table public.tenants force row level security;
grant select, update (name, slug, time_zone, currency, updated_at) on public.tenants to authenticated;
grant select, insert, update, delete on public.tenants to service_role;
create policy "tenant wall" on public.tenants as restrictive to authenticated
  using (id = (select app.tenant_id())) with check (id = (select app.tenant_id()));
create policy "rank 1 may select" on public.tenants for select to authenticated using ((select app.role_rank()) >= 1);
create policy "rank 3 may update" on public.tenants for update to authenticated
  using ((select app.role_rank()) >= 3) with check ((select app.role_rank()) >= 3);
