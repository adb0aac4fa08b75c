alter table public.runs add column rescued_at timestamptz, add column rescues smallint not null default 0;
comment on column public.runs.rescues is 'How often the watchdog asked the engine again for this run, because nothing was heard of it.';

-- Whatever ends a run, its followers hear of it in the same transaction; without followers it is one look into an index.
create function app.tell_followers() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  insert into app.outbox (tenant_id, name, data)
  select new.tenant_id, 'workflows/run.followed', jsonb_build_object('tenantId', new.tenant_id, 'runId', new.id)
  where exists (select from public.followers f where f.tenant_id = new.tenant_id and f.source_id = new.workflow_id
    and new.status = any (f.statuses));
  return null;
end
$$;
comment on function app.tell_followers() is 'Writes workflows/run.followed into the outbox when a run ends that other workflows follow.';
revoke execute on function app.tell_followers() from public;
create trigger tell_followers after update of status on public.runs for each row
  when (new.status in ('succeeded', 'failed', 'cancelled') and old.status is distinct from new.status)
  execute function app.tell_followers();
