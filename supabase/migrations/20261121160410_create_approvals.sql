create table public.approvals (
  tenant_id uuid not null default app.tenant_id() references public.tenants (id) on delete cascade,
  id uuid not null,
  key text not null check (length(key) between 1 and 255),
  run_id uuid not null,
  step_id text not null check (length(step_id) between 1 and 60),
  workflow_id uuid not null,
  workflow_name text not null,
  title text not null check (length(title) between 1 and 200),
  message text not null default '',
  fields jsonb not null default '[]',
  min_role public.tenant_role,
  on_deadline text not null check (on_deadline in ('reject', 'approve', 'fail')),
  deadline timestamptz not null,
  escalate_at timestamptz,
  escalate_to text[] not null default '{}',
  escalated_at timestamptz,
  status text not null default 'pending' check (status in ('pending', 'approved', 'rejected', 'expired', 'cancelled')),
  created_at timestamptz not null default now(),
  decided_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, key)
);
create index approvals_status_idx on public.approvals (tenant_id, status, id desc);
create index approvals_workflow_idx on public.approvals (tenant_id, workflow_id, id desc);
create index approvals_run_idx on public.approvals (tenant_id, run_id);
create index approvals_escalate_idx on public.approvals (escalate_at) where status = 'pending' and escalated_at is null;
comment on table public.approvals is 'Questions of runs to people. expired: nobody answered and the workflow wanted that to fail; cancelled: the run ended.';
comment on column public.approvals.fields is '[{ label, value }] in the order they are shown.';
comment on column public.approvals.min_role is 'Members of this role or a higher one may decide; null when only addresses were asked.';

create table public.approvers (
  tenant_id uuid not null default app.tenant_id(),
  id uuid not null default gen_random_uuid(),
  approval_id uuid not null,
  email text not null check (length(email) between 3 and 320 and email = lower(email)),
  by_role boolean not null,
  escalated boolean not null default false,
  token_hash bytea not null,
  asked_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, approval_id, email),
  foreign key (tenant_id, approval_id) references public.approvals (tenant_id, id) on delete cascade
);
comment on table public.approvers is 'Who was asked by mail; the token itself is only in the mail.';
comment on column public.approvers.by_role is 'Asked because of a role: the link is good only while the person has it.';

create table public.approval_decisions (
  tenant_id uuid not null default app.tenant_id(),
  id uuid not null default app.uuidv7(),
  approval_id uuid not null,
  verdict text not null check (verdict in ('approved', 'rejected', 'expired')),
  via text not null check (via in ('dashboard', 'link', 'deadline')),
  email text,
  user_id uuid,
  comment text,
  at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, approval_id),
  foreign key (tenant_id, approval_id) references public.approvals (tenant_id, id) on delete cascade
);
comment on table public.approval_decisions is 'How approvals were decided; append-only. email is null when the deadline decided.';

call app.protect('public.approvals', 1, 9, 9, null);
call app.protect('public.approvers', 1, 9, null, null);
call app.protect('public.approval_decisions', 1, null, null, null);
revoke update, delete on public.approval_decisions from service_role;
revoke update, truncate on public.approval_decisions from current_role;
