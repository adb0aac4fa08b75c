-- What may begin only so often within a second, counted over all processes: whoever holds a slot does one thing, and the slot
-- is free again a second after that is over. So no network and no busy machine can push two of one slot into one second.
create table app.slots (
  name text not null check (length(name) between 1 and 60),
  n integer not null check (n > 0),
  free_at timestamptz not null default '-infinity',
  holder uuid,
  primary key (name, n)
);
comment on table app.slots is 'Slots of our calls to a provider, by name; free_at is in the future while one is held or rests.';
comment on column app.slots.holder is 'Who took it last; only that one gives it back.';
alter table app.slots enable row level security;
alter table app.slots force row level security;
grant select, insert, update, delete on app.slots to service_role;
