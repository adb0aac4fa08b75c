/** The schema's history. Never change an entry; add one. */
export const MIGRATIONS: string[] = [
  `
  create table engine.meta (one boolean primary key default true check (one), epoch int8 not null default 0);
  comment on table engine.meta is 'One row: the epoch counts take-overs, and every commit asserts it.';
  insert into engine.meta default values;

  create table engine.app (
    url text primary key, id text not null, sdk text not null, framework text not null,
    checksum text not null, synced_at int8 not null, error text
  );
  comment on table engine.app is 'Applications that serve functions, by URL.';

  create table engine.fn (
    id text primary key, app_url text not null, config text not null, paused_at int8, removed_at int8
  );
  comment on table engine.fn is 'Registered functions with their configuration as sent.';

  create table engine.event (
    id text primary key, external_id text, name text not null, data text not null, tenant text,
    ts int8 not null, received_at int8 not null
  );
  comment on table engine.event is 'Received events. Times in this schema are Unix milliseconds; payloads are JSON as text.';
  create index event_tenant on engine.event (tenant, id) where tenant is not null;
  create index event_name on engine.event (name, id);
  create index event_external on engine.event (external_id) where external_id is not null;

  create table engine.run (
    id text primary key, fn text not null, status text not null, events text not null, tenant text, flow text not null,
    lanes text not null, cancels text, parent_run text, parent_step text, replay_of text, cron text,
    singleton_key text, queued_at int8 not null, started_at int8, ended_at int8, output text,
    due int8 not null, attempt int4 not null, priority_ms int8 not null, batch int4 not null, internal int4 not null,
    race int4 not null
  ) with (fillfactor = 80);
  comment on table engine.run is 'Runs of functions; those without an end are loaded at start.';
  create index run_live on engine.run (id) where ended_at is null;
  create index run_fn on engine.run (fn, id);
  create index run_tenant on engine.run (tenant, id) where tenant is not null;
  create index run_status on engine.run (status, id);
  create index run_parent on engine.run (parent_run) where parent_run is not null;
  create index run_ended on engine.run (ended_at) where ended_at is not null;
  create index run_events on engine.run (events) where batch = 0;
  create index run_batch_events on engine.run using gin (string_to_array(events, ' ')) where batch = 1;

  create table engine.run_key (key text primary key, ext text, expires_at int8 not null);
  comment on table engine.run_key is 'What must not start a run again: event ids and idempotency keys.';
  create index run_key_ext on engine.run_key (ext) where ext is not null;
  create index run_key_expires on engine.run_key (expires_at);

  create table engine.step (
    run text not null, id text not null, seq int8 not null, op text not null, name text not null, out text not null,
    attempt int4 not null, started_at int8 not null, at int8 not null, primary key (run, id)
  );
  comment on table engine.step is 'Recorded step results. The first write wins.';

  create table engine.job (
    run text not null, step text not null, kind text not null, name text not null, due int8 not null,
    attempt int4 not null, primary key (run, step)
  );
  comment on table engine.job is 'Planned steps and sleeps that have no result yet.';

  create table engine.pause (
    run text not null, step text not null, kind text not null, name text not null, target text not null,
    condition text, captured text not null, expires int8 not null, primary key (run, step)
  );
  comment on table engine.pause is 'What runs wait for: events, signals, invoked runs.';

  create table engine.batch (key text primary key, fn text not null, events text not null, due int8 not null);
  comment on table engine.batch is 'Events that wait for their batch to fill.';
  create table engine.debounce (
    key text primary key, fn text not null, event text not null, due int8 not null, first_at int8 not null
  );
  comment on table engine.debounce is 'The latest event of each debounced key.';
  create table engine.bucket (key text primary key, tat int8 not null);
  comment on table engine.bucket is 'Rate limits and throttles: theoretical arrival time by key.';
  create table engine.cron (key text primary key, fn text not null, next_at int8 not null, last_at int8);
  comment on table engine.cron is 'The next tick of each schedule.';

  create table engine.attempt (
    run text not null, seq int8 not null, step text not null, attempt int4 not null, started_at int8 not null,
    ended_at int8 not null, status int4 not null, error text not null, primary key (run, seq)
  );
  comment on table engine.attempt is 'Tries that failed.';
  create table engine.cancellation (
    id text primary key, fn text, tenant text, condition text, from_at int8, to_at int8 not null, created_at int8 not null
  );
  comment on table engine.cancellation is 'Bulk cancellations in force.';
  create table engine.audit (
    id text primary key, at int8 not null, action text not null, target text not null, detail text not null
  );
  comment on table engine.audit is 'Who cancelled, replayed, paused and erased what.';
  `,
];
