-- An insert that finds nothing to insert still opens the outbox, so the index is asked first.
create or replace function app.tell_followers() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if exists (select from public.followers f where f.tenant_id = new.tenant_id and f.source_id = new.workflow_id
    and new.status = any (f.statuses)) then
    insert into app.outbox (tenant_id, name, data)
    values (new.tenant_id, 'workflows/run.followed', jsonb_build_object('tenantId', new.tenant_id, 'runId', new.id));
  end if;
  return null;
end
$$;
