create table public.retry_budgets (
  tenant_id uuid not null default app.tenant_id(),
  host text not null check (length(host) between 1 and 300),
  tokens integer not null check (tokens between 0 and 500),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, host)
);
comment on table public.retry_budgets is 'What a tenant has left for retrying calls to a host, of 500. No row is a full budget.';

call app.protect('public.retry_budgets', 1, 9, 9, 9);
