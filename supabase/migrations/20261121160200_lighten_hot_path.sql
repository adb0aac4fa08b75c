-- What every delivery and every run paid for and nobody used.

-- The primary key (tenant_id, id) reads backwards as well.
drop index public.runs_list_idx;

-- An event outlives the statement that wrote it by milliseconds, so nothing points at a tenant for long; checking it locked
-- the tenant's row in every delivery, and many at once made each of them wait for the others' lock lists.
alter table app.outbox drop constraint outbox_tenant_id_fkey;
