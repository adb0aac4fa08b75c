-- A process that begins at once what an event asks for holds the event back while it does.
alter table app.outbox add column held_until timestamptz;
comment on column app.outbox.held_until is 'Until then somebody does what the event asks for and deletes it; the relay takes it when the time is over, because whoever held it has died.';
