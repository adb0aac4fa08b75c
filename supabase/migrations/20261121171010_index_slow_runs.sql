-- Slow runs are looked for across weeks, and there are few of them: they are found like failures are.
create index runs_slow_idx on public.runs (tenant_id, id desc) where ended_at - queued_at >= interval '5 seconds';
