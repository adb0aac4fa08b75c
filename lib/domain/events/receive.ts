import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { uuidv7 } from "@/lib/core/ids";
import type { EventReceipt, NewEvent } from "@/lib/domain/events/schema";
import { afterCommit, asTenant, type Tx } from "@/lib/infra/db/as-tenant";
import { nudgeRelay } from "@/lib/infra/events/relay";

const known = async (tx: Tx, key: string | undefined) => {
  if (key === undefined) return undefined;
  const row = await tx
    .selectFrom("eventKeys")
    .select("eventId")
    .where("key", "=", key)
    .executeTakeFirst();
  return row?.eventId;
};

/** Stores an event and the notice that starts its workflows; a repeated sender's id answers the first event. */
export const receiveEvent = (
  caller: Caller,
  { name, data, id: key }: NewEvent,
): Promise<EventReceipt> =>
  asTenant(caller, async (tx) => {
    const id = uuidv7();
    const { requestId } = caller;
    const { rows } = await sql<{ id: string }>`
      with free as (
        insert into public.event_keys (key, event_id, expires_at)
        select ${key ?? null}, ${id}::uuid, now() + interval '30 days' where ${key ?? null}::text is not null
        on conflict (tenant_id, key) do nothing returning event_id),
      stored as (
        insert into public.events (id, name, external_id, data, source)
        select ${id}::uuid, ${name}, ${key ?? null}, ${JSON.stringify(data)}::text::jsonb, 'api'
        where ${key ?? null}::text is null or exists (select from free)
        returning id),
      told as (
        insert into app.outbox (id, name, data) select ${uuidv7()}::uuid, 'events/event.received',
          jsonb_build_object('tenantId', ${caller.tenantId}::text, 'eventId', id,
            'trace', jsonb_strip_nulls(jsonb_build_object('requestId', ${requestId ?? null}::text)))
        from stored)
      select id from stored`.execute(tx);
    afterCommit(nudgeRelay);
    const [stored] = rows;
    if (stored) return { id: stored.id, duplicate: false };
    return { id: (await known(tx, key)) ?? id, duplicate: true };
  });
