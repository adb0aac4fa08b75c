-- Locking the head makes one chain of concurrent transactions; nobody but the functions below may call it.
create function app.append_audit(tenant uuid, actor_kind text, actor_id text, action text, target_kind text, target_id text, before jsonb, after jsonb) returns uuid
language plpgsql set search_path = ''
as $$
declare
  c jsonb := app.claims();
  head app.audit_heads;
  entry public.audit_log;
begin
  insert into app.audit_heads values (tenant, 0, '\x') on conflict do nothing;
  select * into head from app.audit_heads h where h.tenant_id = tenant for update;
  entry.tenant_id := tenant;
  entry.id := app.uuidv7();
  entry.seq := head.seq + 1;
  entry.at := clock_timestamp();
  entry.actor_kind := actor_kind;
  entry.actor_id := actor_id;
  entry.action := action;
  entry.target_kind := target_kind;
  entry.target_id := target_id;
  entry.before := before;
  entry.after := after;
  entry.request_id := c ->> 'request_id';
  entry.ip := c ->> 'ip';
  entry.user_agent := left(c ->> 'user_agent', 400);
  entry.prev_hash := head.hash;
  entry.hash := app.audit_hash(head.hash, entry);
  insert into public.audit_log select entry.*;
  update app.audit_heads h set seq = entry.seq, hash = entry.hash where h.tenant_id = tenant;
  return entry.id;
end
$$;
comment on function app.append_audit(uuid, text, text, text, text, text, jsonb, jsonb) is 'Appends one link to a tenant''s audit chain; returns its id.';

-- Definer: nobody may write the log in any other way. The actor comes from the claims, never from an argument.
create function app.audit(action text, target_kind text, target_id text, before jsonb default null, after jsonb default null) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  c jsonb := app.claims();
  tenant uuid := app.tenant_id();
begin
  if tenant is null then
    raise exception 'audit without a tenant' using errcode = '42501';
  end if;
  return app.append_audit(tenant, case when c ? 'worker' then 'worker' when c ? 'api_key' then 'key' else 'user' end,
    coalesce(c ->> 'worker', c ->> 'api_key', c ->> 'sub'), action, target_kind, target_id, before, after);
end
$$;
comment on function app.audit(text, text, text, jsonb, jsonb) is 'Appends one link to the claimed tenant''s audit chain; returns its id.';

create function app.verify_audit(tenant uuid) returns table (seq bigint, problem text)
language sql stable set search_path = ''
as $$
  with link as (
    select l.*, lag(l.hash, 1, '\x'::bytea) over w as expected_prev, lag(l.seq, 1, 0) over w as last_seq, app.audit_hash(l.prev_hash, l) as real_hash
    from public.audit_log l where l.tenant_id = tenant window w as (order by l.seq)
  ), tail as (
    select l.seq, l.hash from public.audit_log l where l.tenant_id = tenant order by l.seq desc limit 1
  )
  select link.seq, case when link.seq <> link.last_seq + 1 then 'gap' when link.prev_hash <> link.expected_prev then 'broken link' else 'altered' end
  from link where link.seq <> link.last_seq + 1 or link.prev_hash <> link.expected_prev or link.hash <> link.real_hash
  union all
  select coalesce(h.seq, t.seq), 'tail does not match'
  from tail t full join (select * from app.audit_heads where tenant_id = tenant) h on true
  where (h.seq, h.hash) is distinct from (t.seq, t.hash)
$$;
comment on function app.verify_audit(uuid) is 'The places where a tenant''s audit chain does not hold; no row means intact.';

create function app.verify_my_audit() returns table (seq bigint, problem text)
language sql stable security definer set search_path = ''
as $$ select * from app.verify_audit(case when app.role_rank() >= 3 then app.tenant_id() end) $$;
comment on function app.verify_my_audit() is 'verify_audit for the claimed tenant, for its admins.';
revoke execute on function app.append_audit(uuid, text, text, text, text, text, jsonb, jsonb), app.audit(text, text, text, jsonb, jsonb),
  app.verify_audit(uuid), app.verify_my_audit() from public;
grant execute on function app.audit(text, text, text, jsonb, jsonb), app.verify_my_audit() to authenticated;
grant execute on function app.verify_audit(uuid) to service_role;
