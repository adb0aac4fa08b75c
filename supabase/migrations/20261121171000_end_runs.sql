-- What follows the end of a run hangs on the column that only an end writes. On `status`, Postgres read the conditions of all
-- six triggers again for every run that merely went on, which took as long as the update itself.
drop trigger end_waits on public.runs;
create trigger end_waits after update of ended_at on public.runs for each row
  when (old.ended_at is null and new.ended_at is not null and (new.status <> 'succeeded' or new.parent_run_id is not null))
  execute function app.end_waits();
drop trigger note_failure on public.runs;
create trigger note_failure after update of ended_at on public.runs for each row
  when (new.status = 'failed' and old.status <> 'failed') execute function app.note_failure();
drop trigger note_first_success on public.runs;
create trigger note_first_success after update of ended_at on public.runs for each row
  when (new.status = 'succeeded' and old.status <> 'succeeded' and not new.is_demo) execute function app.note_first_success();
drop trigger keep_dead_letter on public.runs;
create trigger keep_dead_letter after update of ended_at on public.runs for each row
  when (new.status = 'failed' and old.status <> 'failed' and not new.is_demo) execute function app.keep_dead_letter();
drop trigger end_replay on public.runs;
create trigger end_replay after update of ended_at on public.runs for each row
  when (new.replay_of is not null and new.status <> old.status and new.status in ('succeeded', 'failed', 'cancelled'))
  execute function app.follow_replay();
drop trigger tell_followers on public.runs;
create trigger tell_followers after update of ended_at on public.runs for each row
  when (new.status in ('succeeded', 'failed', 'cancelled') and old.status is distinct from new.status)
  execute function app.tell_followers();

-- Only ended runs are looked for by their end; a run that goes on costs this index nothing.
drop index public.runs_ended_at_idx;
create index runs_ended_at_idx on public.runs (ended_at) where ended_at is not null;
