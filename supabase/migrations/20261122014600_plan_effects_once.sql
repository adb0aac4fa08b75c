-- For the reason told in plan_who_asks_once; what each function takes and answers has not changed.

create or replace function app.lock_tenant() returns void language plpgsql volatile security definer set search_path = '' as $$
begin
  perform from public.tenants where id = app.tenant_id() for no key update;
end $$;

create or replace function app.take_token(bucket text, per_second double precision, burst double precision, cost double precision default 1)
returns table (allowed boolean, remaining double precision, retry_after_s double precision) language plpgsql volatile set search_path = '' as $$
begin
  return query
  insert into app.rate_buckets as b values (bucket, burst - cost, statement_timestamp(), true)
  on conflict (key) do update set (tokens, at, allowed) = (
    select f.tokens - case when f.tokens >= cost then cost else 0 end, greatest(b.at, statement_timestamp()), f.tokens >= cost
    from (select least(burst, b.tokens + per_second * greatest(0, extract(epoch from statement_timestamp() - b.at)))) as f (tokens))
  returning b.allowed, b.tokens, case when b.allowed then 0 else (cost - b.tokens) / per_second end;
end $$;

create or replace function app.resolve_waits(tenant uuid, keys text[], resolution jsonb) returns integer language plpgsql volatile set search_path = '' as $$
declare
  many integer;
begin
  with resolved as (
    update public.run_waits w set resolved_at = now(), told_at = now(), resolution = resolve_waits.resolution
    where w.tenant_id = tenant and w.key = any (keys) and w.resolved_at is null and w.closed_at is null
    returning w.tenant_id, w.run_id, w.key),
  told as (
    insert into app.outbox (id, tenant_id, name, data)
    select app.uuidv7(), r.tenant_id, 'workflows/wait.resolved',
      jsonb_build_object('tenantId', r.tenant_id, 'runId', r.run_id, 'key', r.key) from resolved r)
  select count(*) into many from resolved;
  return many;
end $$;

create or replace function app.audit_hash(prev bytea, entry public.audit_log) returns bytea language plpgsql immutable set search_path = '' as $$
begin
  return sha256(prev || convert_to(jsonb_build_array(entry.tenant_id, entry.id, entry.seq, extract(epoch from entry.at), entry.actor_kind,
    entry.actor_id, entry.action, entry.target_kind, entry.target_id, entry.before, entry.after, entry.request_id,
    entry.ip, entry.user_agent)::text, 'UTF8'));
end $$;
