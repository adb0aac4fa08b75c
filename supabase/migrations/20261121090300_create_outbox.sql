create table app.outbox (
  id uuid primary key default app.uuidv7(),
  tenant_id uuid references public.tenants (id) on delete cascade,
  name text not null check (name ~ '^[a-z0-9-]+/[a-z0-9.-]+$'),
  data jsonb not null,
  trace jsonb not null default '{}',
  created_at timestamptz not null default now()
);
create index outbox_tenant_id_idx on app.outbox (tenant_id);
comment on table app.outbox is 'Events written with the change they tell of; the relay hands them to the durable engine and deletes them. id is the event id.';
alter table app.outbox enable row level security;
alter table app.outbox force row level security;
alter table app.outbox alter column tenant_id set default app.tenant_id();
grant insert on app.outbox to authenticated;
grant select, insert, update, delete on app.outbox to service_role;
create policy "tenant wall" on app.outbox as restrictive to authenticated
  using (tenant_id = (select app.tenant_id())) with check (tenant_id = (select app.tenant_id()));
create policy "rank 1 may insert" on app.outbox for insert to authenticated with check ((select app.role_rank()) >= 1);
