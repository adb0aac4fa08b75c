-- Inside the tenant wall a second one around each person: nobody reads or changes a colleague's row, whatever his role.
create procedure app.protect_person(target regclass)
language plpgsql set search_path = ''
as $$
begin
  execute format('create policy "own rows" on %s as restrictive to authenticated
    using (user_id = (select app.user_id()) or (select app.role_rank()) = 9)
    with check (user_id = (select app.user_id()) or (select app.role_rank()) = 9)', target);
end
$$;
comment on procedure app.protect_person(regclass) is 'A restrictive policy by which people see and change only rows whose user_id is theirs; workers of the tenant see all.';
revoke execute on procedure app.protect_person(regclass) from public;

create table public.notifications (
  tenant_id uuid not null default app.tenant_id(),
  id uuid not null default app.uuidv7(),
  user_id uuid not null,
  kind text not null check (length(kind) between 1 and 60),
  key text not null check (length(key) between 1 and 255),
  title text not null check (length(title) between 1 and 200),
  body text not null default '' check (length(body) <= 2000),
  link text check (link ~ '^(/|https?://)' and length(link) <= 2000),
  details jsonb not null default '{}',
  in_app boolean not null default true,
  read_at timestamptz,
  mail_at timestamptz,
  asked_at timestamptz,
  mailed_at timestamptz,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '90 days',
  primary key (tenant_id, id),
  unique (tenant_id, user_id, key),
  foreign key (tenant_id, user_id) references public.memberships (tenant_id, user_id) on delete cascade
);
create index notifications_inbox_idx on public.notifications (tenant_id, user_id, id desc) where in_app;
create index notifications_unread_idx on public.notifications (tenant_id, user_id, id desc) where in_app and read_at is null;
create index notifications_mail_at_idx on public.notifications (mail_at) where mailed_at is null and mail_at is not null;
create index notifications_expires_at_idx on public.notifications (expires_at);
comment on table public.notifications is 'What one person of a tenant is told, once a key; kept for 90 days.';
comment on column public.notifications.in_app is 'False when the person wants this kind by mail only; the row still makes the mail once.';
comment on column public.notifications.mail_at is 'When it may go out by mail: at once, after quiet hours or with the next digest; null when no mail is wanted.';
comment on column public.notifications.asked_at is 'When a worker was last asked to write the mail.';
comment on column public.notifications.mailed_at is 'When it was put into a mail of the ledger, in the same transaction.';

call app.protect('public.notifications', 1, 9, 1, null);
call app.protect_person('public.notifications');
revoke update on public.notifications from authenticated;
grant update (read_at, mail_at, asked_at, mailed_at) on public.notifications to authenticated;

create table public.notification_preferences (
  tenant_id uuid not null default app.tenant_id(),
  user_id uuid not null default app.user_id(),
  choices jsonb not null default '{}',
  rhythm text not null default 'each' check (rhythm in ('each', 'daily', 'weekly')),
  hour smallint not null default 8 check (hour between 0 and 23),
  weekday smallint not null default 1 check (weekday between 1 and 7),
  quiet_from smallint check (quiet_from between 0 and 1439),
  quiet_to smallint check (quiet_to between 0 and 1439),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, user_id),
  foreign key (tenant_id, user_id) references public.memberships (tenant_id, user_id) on delete cascade,
  check ((quiet_from is null) = (quiet_to is null) and quiet_from <> quiet_to)
);
comment on table public.notification_preferences is 'How one person wants to be told; without a row the defaults of the kinds hold. Times are minutes and hours on the clock of the person''s zone.';
comment on column public.notification_preferences.choices is '{ kind: { channel: boolean } }, only what differs from the default of the kind.';

call app.protect('public.notification_preferences', 1, 1, 1, null);
call app.protect_person('public.notification_preferences');
