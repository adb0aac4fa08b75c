alter table public.mails
  add column opened_at timestamptz,
  add column opens integer not null default 0,
  add column clicked_at timestamptz,
  add column clicks integer not null default 0;
comment on column public.mails.opened_at is 'When the provider first saw it opened, by a person or by a machine; opens counts to 100.';
comment on column public.mails.clicked_at is 'When the provider first saw a link of it followed, by a person or by a machine; clicks counts to 100.';

create table public.mail_reactions (
  tenant_id uuid not null default app.tenant_id(),
  mail_id uuid not null,
  key text not null check (length(key) between 1 and 255),
  kind text not null check (kind in ('opened', 'clicked')),
  primary key (tenant_id, mail_id, key),
  foreign key (tenant_id, mail_id) references public.mails (tenant_id, id) on delete cascade
);
comment on table public.mail_reactions is 'Which news of opens and clicks were counted, so that the provider''s repeats count once; up to 100 of each kind a mail. Nothing of who, where or what is kept.';
call app.protect('public.mail_reactions', 9, 9, null, 9);
