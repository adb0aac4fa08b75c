alter table public.run_steps
  add column logs jsonb,
  add column reused boolean not null default false,
  add column waits_until timestamptz,
  add column items_total integer,
  add column items_done integer,
  add column items_failed integer;
comment on column public.run_steps.logs is '[{ at, attempt, message, data? }] in order, secrets hidden, bounded; null when the step said nothing.';
comment on column public.run_steps.reused is 'The end was taken over from an earlier run; the step is not performed in this one.';
comment on column public.run_steps.waits_until is 'While the step waits: when it goes on at the latest (a delay, a retry, a deadline); null for no end of its own.';
comment on column public.run_steps.items_total is 'Items of a for-each; items_done and items_failed are its progress. Null for other steps.';
