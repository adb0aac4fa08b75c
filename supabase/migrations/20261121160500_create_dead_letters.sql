create table public.dead_letters (
  tenant_id uuid not null default app.tenant_id() references public.tenants (id) on delete cascade,
  id uuid not null default app.uuidv7(),
  run_id uuid not null,
  workflow_id uuid not null,
  workflow_name text not null,
  version integer not null,
  trigger_kind text not null,
  step_id text,
  code text not null,
  message text not null,
  fingerprint text not null,
  state text not null default 'open' check (state in ('open', 'redriving', 'redriven', 'discarded', 'resolved')),
  redriven_run_id uuid,
  failed_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, run_id)
);
create index dead_letters_state_idx on public.dead_letters (tenant_id, state, id desc);
create index dead_letters_group_idx on public.dead_letters (tenant_id, fingerprint, id desc);
create index dead_letters_workflow_idx on public.dead_letters (tenant_id, workflow_id, id desc);
comment on table public.dead_letters is 'One row a failed run, written with its end. open waits for people; redriving has a new run under way; resolved: a new run succeeded; redriven: the new run failed and has a letter of its own.';
comment on column public.dead_letters.fingerprint is 'Letters with the same cause share it: app.failure_group of code, step and message.';
call app.protect('public.dead_letters', 1, null, 2, null);

create table public.dead_letter_alerts (
  tenant_id uuid not null default app.tenant_id() references public.tenants (id) on delete cascade,
  fingerprint text not null,
  told_at timestamptz not null default now(),
  primary key (tenant_id, fingerprint)
);
comment on table public.dead_letter_alerts is 'When people were last told of a group of dead letters; the next mail of the group waits an hour.';
call app.protect('public.dead_letter_alerts', 9, null, null, null);

create function app.failure_pattern(message text) returns text
language sql immutable parallel safe set search_path = ''
as $$
  select regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(left(message, 1000),
    '\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d([.,]\d+)?)?( ?(Z|[+-]\d\d:?\d\d))?)?', '<time>', 'g'),
    '[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}', '<id>', 'g'),
    '[\w.%+-]+@[\w-]+(\.[\w-]+)+', '<email>', 'g'),
    '(?<![\w.<-])(?=\w*[a-zA-Z])(?=\w*\d)\w{8,}(?![\w>]|[\w-]*\.[a-zA-Z])', '<id>', 'g'),
    '(?<!\w|\d\.)\d+(,\d{3})*(\.\d+)?(?!\w|\.\d)', '<n>', 'g'),
    '\s+', ' ', 'g')
$$;
comment on function app.failure_pattern(text) is 'A message without what differs from one failure to the next: instants, ids, addresses, numbers and ports. Names of hosts and IPv4 addresses stay.';

create function app.failure_group(code text, step text, message text) returns text
language sql immutable parallel safe set search_path = ''
as $$
  select left(encode(sha256(convert_to(coalesce(code, '') || E'\n' || coalesce(step, '') || E'\n' || app.failure_pattern(coalesce(message, '')), 'UTF8')), 'hex'), 32)
$$;
comment on function app.failure_group(text, text, text) is 'What letters with the same cause have in common, 32 hex digits.';
grant execute on function app.failure_pattern(text), app.failure_group(text, text, text) to service_role;
