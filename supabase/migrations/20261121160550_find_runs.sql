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
  -- A business key is rare: only what may have no words yet is looked at for it.
  look integer := case when query = '' then 200 else 1000 end;
  walk integer := case when query = '' then 0 else 5000 end;
  reached uuid;
  newest uuid[];
  hits uuid[];
  oldest timestamptz := (select now() - make_interval(weeks => keep_weeks + 2) from app.partitioned where parent = 'public.run_search');
  monday timestamptz;
begin
  if home is null or numnode(wanted) = 0 then return; end if;
  -- What came last may have no words yet.
  newest := array(select r.id from public.runs r where r.tenant_id = home and r.id >= floor and r.id < ceiling order by r.id desc limit look);
  hits := array(
    select r.id from public.runs r left join public.run_search s on s.tenant_id = r.tenant_id and s.run_id = r.id
    where r.tenant_id = home and r.id = any (newest) and coalesce(s.words, app.run_words(r.tenant_id, r.workflow_name, r.trigger, r.error)) @@ wanted
    order by r.id desc limit most);
  if cardinality(newest) < look or cardinality(hits) >= most then return query select unnest(hits); return; end if;
  reached := newest[look];
  -- What is common comes soon, run by run; the planner cannot know how common the beginning of a word is.
  if walk > 0 then
    with near as materialized (
      select s.run_id, s.words from public.run_search s
      where s.tenant_id = home and s.run_id < reached and s.run_id >= floor order by s.run_id desc limit walk),
    found as (select n.run_id from near n where n.words @@ wanted order by n.run_id desc limit most - cardinality(hits))
    select hits || array(select run_id from found), coalesce((select n.run_id from near n offset walk - 1), floor)
    into hits, reached;
  end if;
  -- What is rare comes from the index, week by week backwards, so that no more is read than a page needs. The tenant is
  -- asked last, lest the planner read all its keys besides; the words carry its mark.
  monday := date_trunc('week', app.uuidv7_at(reached) at time zone 'UTC') at time zone 'UTC';
  while cardinality(hits) < most and monday > oldest loop
    hits := hits || array(
      select f.run_id from (
        select s.tenant_id, s.run_id from public.run_search s
        where s.words @@ wanted and s.run_id < reached
          and s.run_id >= greatest(floor, app.uuidv7_floor(monday)) and s.run_id < app.uuidv7_floor(monday + interval '1 week')
        offset 0) as f
      where f.tenant_id = home order by f.run_id desc limit most - cardinality(hits));
    monday := monday - interval '1 week';
  end loop;
  return query select unnest(hits);
end
$$;
comment on function app.find_runs(text, text, uuid, uuid, integer) is 'Ids of the caller''s runs with all the words (or their beginnings) and the business key, newest first; ids from floor, below ceiling.';
revoke execute on function app.find_runs(text, text, uuid, uuid, integer) from public;
grant execute on function app.find_runs(text, text, uuid, uuid, integer) to authenticated, service_role;
