alter table public.tenants add column first_success_at timestamptz;
comment on column public.tenants.first_success_at is 'When a run of the tenant''s own first succeeded; sample runs do not count.';
update public.tenants t set first_success_at = r.at
from (select tenant_id, min(ended_at) as at from public.runs where status = 'succeeded' and not is_demo group by tenant_id) as r
where r.tenant_id = t.id;

-- One look by primary key at the end of a run; the row is written once in a tenant's life.
create function app.note_first_success() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if exists (select from public.tenants t where t.id = new.tenant_id and t.first_success_at is null) then
    update public.tenants t set first_success_at = now() where t.id = new.tenant_id and t.first_success_at is null;
    if found then
      insert into app.outbox (id, tenant_id, name, data)
      values (app.uuidv7(), new.tenant_id, 'workflows/run.succeeded-first', jsonb_build_object('tenantId', new.tenant_id, 'runId', new.id));
    end if;
  end if;
  return null;
end
$$;
comment on function app.note_first_success() is 'Writes workflows/run.succeeded-first with the first success of a tenant.';
create trigger note_first_success after update of status on public.runs for each row
  when (new.status = 'succeeded' and old.status <> 'succeeded' and not new.is_demo) execute function app.note_first_success();

create function app.tell_plan() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  insert into app.outbox (id, tenant_id, name, data)
  values (app.uuidv7(), new.id, 'plans/plan.chosen', jsonb_build_object('tenantId', new.id));
  return null;
end
$$;
comment on function app.tell_plan() is 'Writes plans/plan.chosen when a tenant leaves the trial.';
create trigger tell_plan after update of plan on public.tenants for each row
  when (old.plan = 'trial' and new.plan <> 'trial') execute function app.tell_plan();

-- Who deletes the account is forgotten by the houses too, and with the contact everything that would still be sent.
create function app.forget_contact() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  delete from public.contacts c using public.products p where c.tenant_id = p.house_id and c.user_id = old.user_id::text;
  return null;
end
$$;
comment on function app.forget_contact() is 'Removes a deleted person from the contacts of the houses.';
create trigger forget_contact after delete on public.profiles for each row execute function app.forget_contact();
revoke execute on function app.note_first_success(), app.tell_plan(), app.forget_contact() from public;
