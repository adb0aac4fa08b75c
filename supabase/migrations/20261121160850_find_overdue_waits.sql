-- The watchdog finds waits that should be over without looking at those that are not.
create index run_steps_overdue_idx on public.run_steps (waits_until) where status = 'waiting';
