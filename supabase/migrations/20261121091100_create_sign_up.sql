-- Runs inside Supabase Auth's own transaction: the account and everything it needs exist together or not at all.
create function app.handle_sign_up() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  meta jsonb := coalesce(new.raw_user_meta_data, '{}');
  company text := left(coalesce(nullif(trim(meta ->> 'company'), ''), nullif(initcap(split_part(split_part(new.email, '@', 2), '.', 1)), ''), 'My company'), 80);
  zone text := left(coalesce(nullif(meta ->> 'time_zone', ''), 'UTC'), 64);
  tenant uuid;
begin
  insert into public.profiles (user_id, email, full_name, time_zone, locale)
  values (new.id, lower(new.email), left(coalesce(trim(meta ->> 'full_name'), ''), 120),
    zone, case when meta ->> 'locale' = 'de' then 'de' else 'en' end);
  -- Somebody who follows an invitation joins a tenant; he does not get one of his own.
  if meta ? 'invitation' then
    return new;
  end if;
  tenant := app.found_tenant(new.id, company, null, zone, 'EUR', meta ->> 'product');
  insert into app.outbox (tenant_id, name, data) values (tenant, 'accounts/user.signed-up',
    jsonb_build_object('tenantId', tenant, 'userId', new.id));
  return new;
end
$$;
comment on function app.handle_sign_up() is 'Profile, tenant, ownership and the sign-up event of a new account, in the transaction that makes it.';

create function app.handle_confirmation() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  insert into app.outbox (tenant_id, name, data)
  select p.last_tenant_id, 'accounts/user.confirmed', jsonb_build_object('tenantId', p.last_tenant_id, 'userId', new.id)
  from public.profiles p where p.user_id = new.id and p.last_tenant_id is not null;
  return new;
end
$$;
comment on function app.handle_confirmation() is 'Tells that a person confirmed the address; the welcome mail starts from it.';

create function app.handle_email_change() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  update public.profiles set email = lower(new.email), updated_at = now() where user_id = new.id;
  return new;
end
$$;
comment on function app.handle_email_change() is 'Keeps the profile''s address that of the account; invitations are matched by it.';
revoke execute on function app.handle_sign_up(), app.handle_confirmation(), app.handle_email_change() from public;

create trigger steward_1_sign_up after insert on auth.users for each row execute function app.handle_sign_up();
create trigger steward_2_confirmed_at_birth after insert on auth.users for each row
  when (new.email_confirmed_at is not null) execute function app.handle_confirmation();
create trigger steward_confirmed after update of email_confirmed_at on auth.users for each row
  when (old.email_confirmed_at is null and new.email_confirmed_at is not null) execute function app.handle_confirmation();
create trigger steward_email_changed after update of email on auth.users for each row
  when (old.email is distinct from new.email) execute function app.handle_email_change();

select app.ensure_partitions();
