-- Whoever was told of a question need not look at it once it is decided, too late or its run has ended.
create index notifications_questions_idx on public.notifications (tenant_id, key) where kind = 'approval.waiting' and read_at is null;

create function app.settle_questions() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  update public.notifications n set read_at = now()
  where n.tenant_id = new.tenant_id and n.kind = 'approval.waiting' and n.read_at is null
    and n.key in ('approval/' || new.id, 'approval/' || new.id || '/escalated');
  return null;
end
$$;
comment on function app.settle_questions() is 'Marks everybody''s notification of a question as read when it is not pending any more.';
revoke execute on function app.settle_questions() from public;
create trigger settle_questions after update of status on public.approvals
  for each row when (old.status = 'pending' and new.status <> 'pending') execute function app.settle_questions();
