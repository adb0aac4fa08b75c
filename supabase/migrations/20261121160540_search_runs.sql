-- Words of runs live beside them, so that starting and ending runs pays nothing for being found.
create table public.run_search (
  tenant_id uuid not null default app.tenant_id(),
  run_id uuid not null,
  words tsvector not null,
  primary key (tenant_id, run_id)
) partition by range (run_id);
create index run_search_words_idx on public.run_search using gin (words);
comment on table public.run_search is 'What a run is found by: words of its workflow, trigger and error, and =<value> for its business keys, each behind app.word_mark of the tenant so that the index never meets another''s. Written within a minute, for failed runs with their end.';
call app.protect('public.run_search', 1, null, null, null);
insert into app.partitioned values ('public.run_search', 13);

create function app.business_keys(trigger jsonb) returns text[]
language sql immutable parallel safe set search_path = ''
as $$
  select array_remove(array[
    case when trigger #>> '{body,object}' = 'event' then left(trigger #>> '{body,data,object,id}', 200) end,
    case when trigger #> '{body,admin_graphql_api_id}' is not null then left(trigger #>> '{body,name}', 200) end,
    left(coalesce(trigger #>> '{body,id}', trigger #>> '{body,data,id}', trigger #>> '{body,reference}', trigger #>> '{event,data,id}',
      trigger #>> '{event,data,reference}', trigger #>> '{input,id}', trigger #>> '{input,reference}'), 200)], null)
$$;
comment on function app.business_keys(jsonb) is 'The keys people know a trigger by, best first: a Stripe object''s id, a Shopify order''s name, its id, else id or reference of a body, event or form.';

create function app.word_mark(tenant uuid) returns text
language sql immutable parallel safe set search_path = ''
as $$ select left(md5(tenant::text), 12) || ':' $$;
comment on function app.word_mark(uuid) is 'What every word of a tenant begins with; rows are bound to the tenant besides.';

create function app.words_of(text text) returns text[]
language sql immutable parallel safe set search_path = ''
as $$ select array(select word from regexp_split_to_table(lower($1 collate "pg_c_utf8"), '[^[:alnum:]]+' collate "pg_c_utf8") as word where word <> '') $$;
comment on function app.words_of(text) is 'The words of a text in small letters; whatever is neither letter nor digit parts them.';

-- It is run for every run: the splitting of app.words_of stands here again, because a call from within costs as much as the work.
create function app.run_words(tenant uuid, workflow_name text, trigger jsonb, error jsonb) returns tsvector
language plpgsql immutable parallel safe set search_path = ''
as $$
declare
  mark text := app.word_mark(tenant);
  plain text := left(case when pg_column_size(trigger) > 32768 then trigger::text else (select string_agg(v #>> '{}', ' ')
    from jsonb_path_query(trigger - 'headers', 'strict $.** ? (@.type() == "string" || @.type() == "number")') as v) end, 32768);
  told text := concat_ws(' ', left(workflow_name, 200), error ->> 'code', left(error ->> 'message', 4000), plain);
begin
  return array_to_tsvector(
    array(select mark || left(word, 100) from regexp_split_to_table(lower(told collate "pg_c_utf8"), '[^[:alnum:]]+' collate "pg_c_utf8") as word where word <> '')
    || array(select mark || '=' || k from unnest(app.business_keys(trigger)) as k where k <> ''));
end
$$;
comment on function app.run_words(uuid, text, jsonb, jsonb) is 'The words a run is found by; of a trigger only the first 32 KiB.';
grant execute on function app.business_keys(jsonb) to authenticated, service_role;
grant execute on function app.word_mark(uuid), app.words_of(text), app.run_words(uuid, text, jsonb, jsonb) to service_role;
select app.ensure_partitions();
