-- Every policy asks these, each at least once a statement. Postgres plans the body of an SQL function anew in every statement
-- that calls it, which costs more than most statements; the plans of plpgsql last as long as the session.
create or replace function app.claims() returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return coalesce(nullif(current_setting('request.jwt.claims', true), ''), '{}')::jsonb;
end
$$;

create or replace function app.role_rank() returns integer
language plpgsql stable security definer set search_path = ''
as $$
declare
  claims jsonb := app.claims();
  tenant uuid := (claims ->> 'tenant_id')::uuid;
  key_id uuid;
  person uuid;
begin
  if tenant is null then
    return 0;
  end if;
  if claims ->> 'worker' is not null then
    return 9;
  end if;
  key_id := (claims ->> 'api_key')::uuid;
  if key_id is not null then
    return coalesce((
      select 2 from public.api_keys k join public.tenants t on t.id = k.tenant_id and t.deleted_at is null
      where k.tenant_id = tenant and k.id = key_id and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())), 0);
  end if;
  person := (claims ->> 'sub')::uuid;
  if person is null then
    return 0;
  end if;
  return coalesce((
    select max(case when m.tenant_id = t.id then array_position(enum_range(null::public.tenant_role), m.role)
                    when m.role in ('admin', 'owner') then 3 else 0 end)
    from public.tenants t join public.memberships m on m.tenant_id in (t.id, t.parent_id)
    where t.id = tenant and t.deleted_at is null and m.user_id = person), 0);
end
$$;

create or replace function app.tenant_id() returns uuid
language plpgsql stable security definer set search_path = ''
as $$
begin
  return case when app.role_rank() > 0 then (app.claims() ->> 'tenant_id')::uuid end;
end
$$;

create or replace function app.user_id() returns uuid
language plpgsql stable set search_path = ''
as $$
begin
  return (app.claims() ->> 'sub')::uuid;
end
$$;

create or replace function app.uuidv7() returns uuid
language plpgsql volatile set search_path = ''
as $$
begin
  return overlay(overlay(replace(gen_random_uuid()::text, '-', '')
    placing lpad(to_hex((extract(epoch from clock_timestamp()) * 1000)::bigint), 12, '0') from 1)
    placing '7' from 13)::uuid;
end
$$;
