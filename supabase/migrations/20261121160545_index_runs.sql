-- A column of its own, because an index on an expression over jsonb cannot be used behind row level security.
alter table public.runs add column error_code text generated always as (error ->> 'code') stored;
create index runs_error_code_idx on public.runs (tenant_id, error_code, id desc) where error_code is not null;

create function app.index_runs(since timestamptz, most integer) returns integer
language plpgsql security definer set search_path = ''
as $$
declare
  looked_at integer;
begin
  with fresh as (
    select r.tenant_id, r.id, app.run_words(r.tenant_id, r.workflow_name, r.trigger, r.error) as words from public.runs r
    where r.id >= app.uuidv7_floor(since)
      and not exists (select from public.run_search s where s.tenant_id = r.tenant_id and s.run_id = r.id and s.run_id >= app.uuidv7_floor(since))
    limit most),
  written as (insert into public.run_search select * from fresh on conflict do nothing returning 1)
  select count(*) into looked_at from fresh;
  -- A whole set goes into the index sorted, which costs a tenth of word by word; a search never meets a long list of what is still outside.
  if looked_at > 0 then perform pg_catalog.gin_clean_pending_list(i.inhrelid::regclass) from pg_catalog.pg_inherits i where i.inhparent = 'public.run_search_words_idx'::regclass; end if;
  return looked_at;
end
$$;
comment on function app.index_runs(timestamptz, integer) is 'Writes the words of runs since an instant that have none yet; returns how many it looked at, at most so many.';
revoke execute on function app.index_runs(timestamptz, integer) from public;
grant execute on function app.index_runs(timestamptz, integer) to service_role;

-- The words of an error come with the failure; whoever writes first, the error's words stay.
create function app.note_failure() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  insert into public.run_search (tenant_id, run_id, words)
  values (new.tenant_id, new.id, app.run_words(new.tenant_id, new.workflow_name, new.trigger, new.error))
  on conflict (tenant_id, run_id) do update set words = excluded.words;
  return null;
end
$$;
comment on function app.note_failure() is 'Makes a failed run findable by its error.';
revoke execute on function app.note_failure() from public;
create trigger note_failure after update of status on public.runs for each row
  when (new.status = 'failed' and old.status <> 'failed') execute function app.note_failure();
