-- In the transaction that ends the run, whoever ends it; runs that end well never get here.
create function app.keep_dead_letter() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  cause text := coalesce(new.error ->> 'code', 'internal');
  words text := left(coalesce(new.error ->> 'message', ''), 2000);
  kin text := app.failure_group(cause, new.error ->> 'stepId', words);
  letter uuid := app.uuidv7();
begin
  insert into public.dead_letters (tenant_id, id, run_id, workflow_id, workflow_name, version, trigger_kind, step_id, code, message, fingerprint)
  values (new.tenant_id, letter, new.id, new.workflow_id, new.workflow_name, new.version, new.trigger_kind, new.error ->> 'stepId', cause, words, kin)
  on conflict (tenant_id, run_id) do nothing;
  -- Looking first keeps a thousand failures of one cause from queueing for one row.
  if found and not exists (select from public.dead_letter_alerts a
    where a.tenant_id = new.tenant_id and a.fingerprint = kin and a.told_at > now() - interval '1 hour') then
    insert into public.dead_letter_alerts as a (tenant_id, fingerprint) values (new.tenant_id, kin)
    on conflict (tenant_id, fingerprint) do update set told_at = excluded.told_at where a.told_at <= now() - interval '1 hour';
    if found then
      insert into app.outbox (id, tenant_id, name, data)
      values (app.uuidv7(), new.tenant_id, 'dead-letters/group.failed', jsonb_build_object('tenantId', new.tenant_id, 'letterId', letter));
    end if;
  end if;
  return null;
end
$$;
comment on function app.keep_dead_letter() is 'Writes the dead letter of a failed run and, for the first of its cause in an hour, the event that tells people.';

create trigger keep_dead_letter after update of status on public.runs for each row
  when (new.status = 'failed' and old.status <> 'failed' and not new.is_demo) execute function app.keep_dead_letter();

-- A letter follows the new run that was made from its run, whoever asked for it.
create function app.follow_replay() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if tg_op = 'INSERT' then
    update public.dead_letters set state = 'redriving', redriven_run_id = new.id, changed_at = now()
    where tenant_id = new.tenant_id and run_id = new.replay_of and state = 'open';
  elsif new.status = 'succeeded' then
    update public.dead_letters set state = 'resolved', redriven_run_id = new.id, changed_at = now()
    where tenant_id = new.tenant_id and run_id = new.replay_of and state in ('open', 'redriving', 'redriven');
  else
    update public.dead_letters set state = case new.status when 'failed' then 'redriven' else 'open' end, changed_at = now()
    where tenant_id = new.tenant_id and run_id = new.replay_of and redriven_run_id = new.id and state = 'redriving';
  end if;
  return null;
end
$$;
comment on function app.follow_replay() is 'Moves the dead letter of a replayed run: redriving with the new run, resolved or redriven with its end, open again when it was cancelled.';

create trigger begin_replay after insert on public.runs for each row
  when (new.replay_of is not null) execute function app.follow_replay();
create trigger end_replay after update of status on public.runs for each row
  when (new.replay_of is not null and new.status <> old.status and new.status in ('succeeded', 'failed', 'cancelled'))
  execute function app.follow_replay();
revoke execute on function app.keep_dead_letter(), app.follow_replay() from public;
create index runs_replay_of_idx on public.runs (tenant_id, replay_of) where replay_of is not null;
