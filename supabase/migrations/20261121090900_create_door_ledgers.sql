create table public.idempotency_keys (
  tenant_id uuid not null default app.tenant_id(),
  principal text not null,
  route text not null,
  key text not null check (length(key) between 1 and 255),
  fingerprint bytea not null,
  status integer,
  headers jsonb,
  body text,
  locked_until timestamptz,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '24 hours',
  primary key (tenant_id, principal, route, key)
);
create index idempotency_keys_expires_at_idx on public.idempotency_keys (expires_at);
comment on table public.idempotency_keys is 'Answers to keyed commands, written in the transaction of the command itself; replayed for 24 hours.';
call app.protect('public.idempotency_keys', 1, 1, 1, 1);

-- Unlogged: losing the counters in a crash only forgives a few requests.
create unlogged table app.rate_buckets (
  key text primary key,
  tokens double precision not null,
  at timestamptz not null,
  allowed boolean not null
);
comment on table app.rate_buckets is 'Token buckets of the rate limiter.';
alter table app.rate_buckets enable row level security;
alter table app.rate_buckets force row level security;
grant select, insert, update, delete on app.rate_buckets to service_role;

create function app.take_token(bucket text, per_second double precision, burst double precision, cost double precision default 1)
returns table (allowed boolean, remaining double precision, retry_after_s double precision)
language sql volatile set search_path = ''
as $$
  insert into app.rate_buckets as b values (bucket, burst - cost, statement_timestamp(), true)
  on conflict (key) do update set (tokens, at, allowed) = (
    select f.tokens - case when f.tokens >= cost then cost else 0 end, greatest(b.at, statement_timestamp()), f.tokens >= cost
    from (select least(burst, b.tokens + per_second * greatest(0, extract(epoch from statement_timestamp() - b.at)))) as f (tokens))
  returning b.allowed, b.tokens, case when b.allowed then 0 else (cost - b.tokens) / per_second end
$$;
comment on function app.take_token(text, double precision, double precision, double precision) is 'Takes tokens from a bucket in one statement; says whether there were enough, how many are left, and after how many seconds to ask again.';
revoke execute on function app.take_token(text, double precision, double precision, double precision) from public;
grant execute on function app.take_token(text, double precision, double precision, double precision) to service_role;
