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

create function app.words_wanted(tenant uuid, query text, key text) returns tsquery
language sql immutable set search_path = ''
as $$
  select coalesce(string_agg('''' || replace(replace(app.word_mark(tenant) || word, '\', '\\'), '''', '''''') || '''' || ending, ' & '), '')::tsquery
  from (
    -- People search while they type; very short beginnings would mean everything.
    select left(word, 100), case when length(word) > 2 then ':*' else '' end from unnest(app.words_of(left(coalesce(query, ''), 200))) as word
    union all select '=' || left(key, 200), '' where key <> '') as w (word, ending)
$$;
comment on function app.words_wanted(uuid, text, text) is 'All words of the query as beginnings of words, and the business key as it is.';
revoke execute on function app.words_wanted(uuid, text, text) from public;

-- Past row level security, because an index on words cannot be used behind it; bound to the caller's own tenant instead.
create function app.find_runs(query text, key text, floor uuid, ceiling uuid, most integer) returns setof uuid
language plpgsql stable security definer set search_path = ''
as $$
declare
  home uuid := app.tenant_id();
  wanted tsquery := app.words_wanted(home, query, key);
  newest uuid[];
  hits uuid[];
  oldest timestamptz := (select now() - make_interval(weeks => keep_weeks + 2) from app.partitioned where parent = 'public.run_search');
  monday timestamptz := date_trunc('week', least(app.uuidv7_at(ceiling), now() + interval '1 day') at time zone 'UTC') at time zone 'UTC';
begin
  if home is null or numnode(wanted) = 0 then return; end if;
  -- What came last may have no words yet; and what is common is found here, without the index.
  newest := array(select r.id from public.runs r where r.tenant_id = home and r.id >= floor and r.id < ceiling order by r.id desc limit 1000);
  hits := array(
    select r.id from public.runs r left join public.run_search s on s.tenant_id = r.tenant_id and s.run_id = r.id
    where r.tenant_id = home and r.id = any (newest) and coalesce(s.words, app.run_words(r.tenant_id, r.workflow_name, r.trigger, r.error)) @@ wanted
    order by r.id desc limit most);
  -- Week by week backwards, so that no more is read than a page needs.
  while cardinality(newest) = 1000 and cardinality(hits) < most and monday > oldest loop
    hits := hits || array(
      select s.run_id from public.run_search s
      where s.tenant_id = home and s.words @@ wanted and s.run_id < newest[1000]
        and s.run_id >= greatest(floor, app.uuidv7_floor(monday)) and s.run_id < app.uuidv7_floor(monday + interval '1 week')
      order by s.run_id desc limit most - cardinality(hits));
    monday := monday - interval '1 week';
  end loop;
  return query select unnest(hits);
end
$$;
comment on function app.find_runs(text, text, uuid, uuid, integer) is 'Ids of the caller''s runs with all the words (or their beginnings) and the business key, newest first; ids from floor, below ceiling.';
revoke execute on function app.find_runs(text, text, uuid, uuid, integer) from public;
grant execute on function app.find_runs(text, text, uuid, uuid, integer) to authenticated, service_role;
