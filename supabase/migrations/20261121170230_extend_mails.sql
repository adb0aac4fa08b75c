alter table public.mails
  add column category text check (category in ('lifecycle', 'product', 'notification')),
  add column headers jsonb not null default '{}',
  add column sender text check (length(sender) <= 400),
  add column reply_to text check (length(reply_to) <= 320),
  add column contact_id uuid,
  add column enrolment_id uuid,
  add column step_key text,
  add column occurrence integer not null default 1,
  add constraint mails_contact_fkey foreign key (tenant_id, contact_id) references public.contacts (tenant_id, id) on delete set null (contact_id),
  add constraint mails_enrolment_fkey foreign key (tenant_id, enrolment_id) references public.enrolments (tenant_id, id) on delete set null (enrolment_id),
  drop constraint mails_status_check,
  add constraint mails_status_check check (status in ('queued', 'claimed', 'accepted', 'delivered', 'bounced', 'complained', 'failed', 'unknown', 'skipped'));
create unique index mails_step_idx on public.mails (tenant_id, enrolment_id, step_key, occurrence) where enrolment_id is not null;
create index mails_contact_idx on public.mails (tenant_id, contact_id, created_at desc) where contact_id is not null;
create index mails_unknown_idx on public.mails (tenant_id, created_at desc) where status = 'unknown';
comment on column public.mails.category is 'What one can opt out of; null is transactional mail, which answers an act.';
comment on column public.mails.headers is 'Further headers, frozen with the mail: those to unsubscribe by.';
comment on column public.mails.sender is 'Name and address it comes from; null is the installation''s.';
comment on column public.mails.error is 'Why it failed or is unknown; of a skipped mail, why it was not sent.';
