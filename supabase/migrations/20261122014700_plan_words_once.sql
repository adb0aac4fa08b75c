-- For the reason told in plan_who_asks_once; what each function takes and answers has not changed.

create or replace function app.kept_until(id uuid, keep_weeks integer) returns timestamptz language plpgsql immutable set search_path = '' as $$
begin
  return (date_trunc('week', app.uuidv7_at(id) at time zone 'UTC') + make_interval(weeks => keep_weeks + 1)) at time zone 'UTC';
end $$;

create or replace function app.history_weeks(plan text) returns integer language plpgsql stable set search_path = '' as $$
begin
  return (select r.history_weeks from app.retention r where r.plan = $1);
end $$;

create or replace function app.slug_for(name text, id uuid) returns text language plpgsql immutable set search_path = '' as $$
begin
  return left(coalesce(nullif(trim(both '-' from regexp_replace(lower(name), '[^a-z0-9]+', '-', 'g')), '') || '-', ''), 39)
    || left(replace(id::text, '-', ''), 8);
end $$;

create or replace function app.word_mark(tenant uuid) returns text language plpgsql immutable parallel safe set search_path = '' as $$
begin
  return left(md5(tenant::text), 12) || ':';
end $$;

create or replace function app.business_keys(trigger jsonb) returns text[] language plpgsql immutable parallel safe set search_path = '' as $$
begin
  return array_remove(array[
    case when trigger #>> '{body,object}' = 'event' then left(trigger #>> '{body,data,object,id}', 200) end,
    case when trigger #> '{body,admin_graphql_api_id}' is not null then left(trigger #>> '{body,name}', 200) end,
    left(coalesce(trigger #>> '{body,id}', trigger #>> '{body,data,id}', trigger #>> '{body,reference}', trigger #>> '{event,data,id}',
      trigger #>> '{event,data,reference}', trigger #>> '{input,id}', trigger #>> '{input,reference}'), 200)], null);
end $$;

create or replace function app.failure_pattern(message text) returns text language plpgsql immutable parallel safe set search_path = '' as $$
begin
  return regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(left(message, 1000),
    '\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d([.,]\d+)?)?( ?(Z|[+-]\d\d:?\d\d))?)?', '<time>', 'g'),
    '[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}', '<id>', 'g'),
    '[\w.%+-]+@[\w-]+(\.[\w-]+)+', '<email>', 'g'),
    '(?<![\w.<-])(?=\w*[a-zA-Z])(?=\w*\d)\w{8,}(?![\w>]|[\w-]*\.[a-zA-Z])', '<id>', 'g'),
    '(?<!\w|\d\.)\d+(,\d{3})*(\.\d+)?(?!\w|\.\d)', '<n>', 'g'),
    '\s+', ' ', 'g');
end $$;

create or replace function app.failure_group(code text, step text, message text) returns text language plpgsql immutable parallel safe set search_path = '' as $$
begin
  return left(encode(sha256(convert_to(coalesce(code, '') || E'\n' || coalesce(step, '') || E'\n' || app.failure_pattern(coalesce(message, '')), 'UTF8')), 'hex'), 32);
end $$;
