create table public.audit_log (
  tenant_id uuid not null,
  id uuid not null default app.uuidv7(),
  seq bigint not null,
  at timestamptz not null,
  actor_kind text not null check (actor_kind in ('user', 'key', 'worker')),
  actor_id text not null,
  action text not null check (action ~ '^[a-z_]+\.[a-z_]+$'),
  target_kind text not null,
  target_id text not null,
  before jsonb,
  after jsonb,
  request_id text,
  ip text,
  user_agent text,
  prev_hash bytea not null,
  hash bytea not null,
  primary key (tenant_id, id)
) partition by range (id);
create index audit_log_tenant_seq_idx on public.audit_log (tenant_id, seq);
create index audit_log_target_idx on public.audit_log (tenant_id, target_kind, target_id, id);
comment on table public.audit_log is 'Who did what, append-only; each row carries the hash of the one before it in its tenant.';
call app.protect('public.audit_log', 3, null, null, null);
revoke insert, update, delete on public.audit_log from service_role;
revoke update, delete, truncate on public.audit_log from current_role;

create table app.audit_heads (
  tenant_id uuid primary key references public.tenants (id) on delete cascade,
  seq bigint not null,
  hash bytea not null
);
comment on table app.audit_heads is 'The last link of each tenant''s audit chain; finds a cut-off tail.';
alter table app.audit_heads enable row level security;
alter table app.audit_heads force row level security;
insert into app.partitioned values ('public.audit_log', 160);

create function app.audit_hash(prev bytea, entry public.audit_log) returns bytea
language sql immutable set search_path = ''
as $$
  select sha256(prev || convert_to(jsonb_build_array(entry.tenant_id, entry.id, entry.seq, extract(epoch from entry.at), entry.actor_kind,
    entry.actor_id, entry.action, entry.target_kind, entry.target_id, entry.before, entry.after, entry.request_id,
    entry.ip, entry.user_agent)::text, 'UTF8'))
$$;
comment on function app.audit_hash(bytea, public.audit_log) is 'SHA-256 over the link before and every column of this one but the two hashes.';
revoke execute on function app.audit_hash(bytea, public.audit_log) from public;
