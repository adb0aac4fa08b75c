create index workflows_name_idx on public.workflows (tenant_id, lower(name), id) where deleted_at is null;
