-- Set-based: a contact's places in sequences end in the transaction of what ends them. Somebody may be deciding about one of
-- them this moment; that takes less than the lock is waited for, and if not, the next decision and the sender ask again.
create function app.leave_sequences(contact uuid) returns void
language plpgsql set search_path = '' set lock_timeout = '5s'
as $$
begin
  with inside as (
    select e.tenant_id, e.id, app.why_not_mailed(e.contact_id, v.definition ->> 'category') as why
    from public.enrolments e join public.sequence_versions v
      on v.tenant_id = e.tenant_id and v.sequence_id = e.sequence_id and v.version = e.version
    where e.tenant_id = (select app.tenant_id()) and e.contact_id = leave_sequences.contact and e.status in ('active', 'paused')
    order by e.id for no key update of e),
  ended as (
    update public.enrolments e set status = 'exited', reason = i.why, next_at = null, awaits = null, ended_at = now(), revision = e.revision + 1
    from inside i where i.why is not null and e.tenant_id = i.tenant_id and e.id = i.id
    returning e.id, e.revision, e.reason, e.version, e.arm)
  insert into public.enrolment_log (enrolment_id, n, what, reason, version, arm)
  select id, revision, 'exit', reason, version, arm from ended;
exception when lock_not_available then
  null;
end
$$;
comment on function app.leave_sequences(uuid) is 'Ends the places of a contact of the claimed tenant in the sequences whose mails it may not get (app.why_not_mailed), and logs the reason.';
revoke execute on function app.leave_sequences(uuid) from public;
grant execute on function app.leave_sequences(uuid) to authenticated;
