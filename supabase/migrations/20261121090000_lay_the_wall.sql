-- Everything a policy refers to: the caller's claims, the claimed tenant, the caller's rank in it.

alter default privileges in schema public revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public revoke all on sequences from anon, authenticated, service_role;
alter default privileges in schema public revoke execute on functions from public, anon, authenticated, service_role;
alter default privileges revoke execute on functions from public;

create schema app;
comment on schema app is 'Machinery behind the product; not reachable over REST.';
grant usage on schema app to authenticated, service_role;

create type public.tenant_role as enum ('viewer', 'member', 'admin', 'owner');

create function app.claims() returns jsonb
language sql stable set search_path = ''
as $$ select coalesce(nullif(current_setting('request.jwt.claims', true), ''), '{}')::jsonb $$;
comment on function app.claims() is 'The claims of the current transaction: a verified token''s, or those asTenant set. {} outside of one.';

-- Milliseconds precision, as in RFC 9562; lets a partition bound or a cursor be made from an instant.
create function app.uuidv7_floor(at timestamptz) returns uuid
language sql immutable set search_path = ''
as $$ select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '70008000000000000000')::uuid $$;
comment on function app.uuidv7_floor(timestamptz) is 'The smallest UUID version 7 of that millisecond.';

create function app.uuidv7_at(id uuid) returns timestamptz
language sql immutable set search_path = ''
as $$ select to_timestamp(('x' || lpad(left(replace(id::text, '-', ''), 12), 16, '0'))::bit(64)::bigint / 1000.0) $$;
comment on function app.uuidv7_at(uuid) is 'The instant inside a UUID version 7.';

-- Same layout as lib/core/ids.ts; Postgres 17 has no uuidv7() of its own.
create function app.uuidv7() returns uuid
language sql volatile set search_path = ''
as $$
  select overlay(overlay(replace(gen_random_uuid()::text, '-', '')
    placing lpad(to_hex((extract(epoch from clock_timestamp()) * 1000)::bigint), 12, '0') from 1)
    placing '7' from 13)::uuid
$$;
comment on function app.uuidv7() is 'A new UUID version 7.';
grant execute on function app.claims(), app.uuidv7_floor(timestamptz), app.uuidv7_at(uuid), app.uuidv7() to authenticated, service_role;
