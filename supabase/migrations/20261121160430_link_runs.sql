alter table public.runs
  add column parent_run_id uuid,
  add column parent_step_id text,
  add column depth smallint not null default 0 check (depth between 0 and 8);
create index runs_parent_idx on public.runs (tenant_id, parent_run_id, id) where parent_run_id is not null;
comment on column public.runs.parent_run_id is 'The run whose step started this one.';
comment on column public.runs.depth is 'How many parents are above; 0 for a run that no run started.';
alter table public.runs drop constraint runs_trigger_kind_check;
alter table public.runs add constraint runs_trigger_kind_check
  check (trigger_kind in ('webhook', 'manual', 'event', 'schedule', 'polling', 'workflow'));

-- Definer: who ends a run need not be allowed to write the waits of another. Approvals before waits, as app.decide_approval
-- locks them, so that a cancellation and a decision cannot block each other.
create function app.end_waits() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if new.status <> 'succeeded' then
    update public.approvals a set status = 'cancelled'
    where a.tenant_id = new.tenant_id and a.run_id = new.id and a.status = 'pending';
    update public.run_waits w set closed_at = now()
    where w.tenant_id = new.tenant_id and w.run_id = new.id and w.closed_at is null;
  end if;
  if new.parent_run_id is not null then
    perform app.resolve_waits(new.tenant_id, array['run:' || new.parent_run_id || ':' || new.parent_step_id],
      jsonb_build_object('runId', new.id, 'status', new.status));
  end if;
  return null;
end
$$;
comment on function app.end_waits() is 'Closes what an ended run waited for, and wakes the run that waits for it.';
revoke execute on function app.end_waits() from public;
create trigger end_waits after update of status on public.runs for each row
  when (old.ended_at is null and new.ended_at is not null and (new.status <> 'succeeded' or new.parent_run_id is not null))
  execute function app.end_waits();
