-- Not granted: the two functions below have locked the approval and decide for whom.
create function app.settle_approval(asked public.approvals, verdict text, via text, email text, person uuid, comment text) returns void
language plpgsql set search_path = ''
as $$
begin
  insert into public.approval_decisions (tenant_id, approval_id, verdict, via, email, user_id, comment)
  values (asked.tenant_id, asked.id, verdict, via, email, person, comment);
  update public.approvals a set status = verdict, decided_at = now() where a.tenant_id = asked.tenant_id and a.id = asked.id;
  perform app.resolve_waits(asked.tenant_id, array[asked.key], jsonb_build_object('approvalId', asked.id));
  perform app.audit('approval.decide', 'approval', asked.id::text, null,
    jsonb_strip_nulls(jsonb_build_object('verdict', verdict, 'via', via, 'email', email, 'runId', asked.run_id)));
end
$$;
comment on function app.settle_approval(public.approvals, text, text, text, uuid, text) is 'Records a decision, wakes the run, writes the audit entry.';

-- Definer: decisions can be written in no other way, so that nobody decides who was not asked.
create function app.decide_approval(approval uuid, verdict text, comment text, link bytea, out outcome text)
language plpgsql security definer set search_path = ''
as $$
declare
  tenant uuid := app.tenant_id();
  asked public.approvals;
  approver public.approvers;
  person public.profiles;
  earlier public.approval_decisions;
  address text;
  may boolean;
begin
  select * into asked from public.approvals a where a.tenant_id = tenant and a.id = approval for update;
  if asked.id is null then
    outcome := 'unknown';
    return;
  end if;
  if link is not null and app.role_rank() = 9 then
    select * into approver from public.approvers p where p.tenant_id = tenant and p.approval_id = asked.id and p.token_hash = link;
    address := approver.email;
    may := approver.id is not null and (not approver.by_role or exists (select from public.memberships m
      join public.profiles p on p.user_id = m.user_id where m.tenant_id = tenant and p.email = approver.email and m.role >= asked.min_role));
  else
    select * into person from public.profiles p where p.user_id = app.user_id();
    address := person.email;
    may := person.user_id is not null and (coalesce(app.role_rank() >= array_position(enum_range(null::public.tenant_role), asked.min_role), false)
      or exists (select from public.approvers p where p.tenant_id = tenant and p.approval_id = asked.id and p.email = person.email and not p.by_role));
  end if;
  select * into earlier from public.approval_decisions d where d.tenant_id = tenant and d.approval_id = asked.id;
  outcome := case
    when not may then 'not_asked'
    when earlier.id is not null then case when earlier.email = address and earlier.verdict = decide_approval.verdict then 'repeated' else 'decided' end
    when asked.status <> 'pending' or not exists (select from public.runs r where r.tenant_id = tenant and r.id = asked.run_id and r.ended_at is null) then 'over'
    when asked.deadline <= now() then 'late'
    else 'recorded' end;
  if outcome = 'recorded' then
    perform app.settle_approval(asked, verdict, case when link is null then 'dashboard' else 'link' end, address, person.user_id, comment);
  end if;
end
$$;
comment on function app.decide_approval(uuid, text, text, bytea) is 'Decides as the signed-in person, or as the holder of a mailed link whose hash a worker hands in. The first decision stands. outcome: recorded, repeated, decided, late, over, not_asked or unknown.';

create function app.expire_approval(approval_key text, at timestamptz) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  asked public.approvals;
begin
  select * into asked from public.approvals a
  where a.tenant_id = app.tenant_id() and a.key = approval_key and a.status = 'pending' and a.deadline <= at and app.role_rank() = 9 for update;
  if asked.id is not null then
    perform app.settle_approval(asked, case asked.on_deadline when 'approve' then 'approved' when 'reject' then 'rejected' else 'expired' end,
      'deadline', null, null, null);
  end if;
end
$$;
comment on function app.expire_approval(text, timestamptz) is 'For workers: decides a pending approval whose deadline has passed as the workflow wanted it.';
revoke execute on function app.settle_approval(public.approvals, text, text, text, uuid, text), app.decide_approval(uuid, text, text, bytea),
  app.expire_approval(text, timestamptz) from public;
grant execute on function app.decide_approval(uuid, text, text, bytea), app.expire_approval(text, timestamptz) to authenticated;
