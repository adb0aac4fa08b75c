import { sql } from "kysely";
import { uuidv7 } from "@/lib/core/ids";
import { afterCommit, type Tx } from "@/lib/infra/db/as-tenant";
import { nudgeRelay } from "@/lib/infra/events/relay";
import { correlation } from "@/lib/infra/log/correlation";

type OutgoingEvent = { name: string; data: object };

/** Whose request the event comes from; what it causes is logged and traced under it. */
const withTrace = (data: object): object => {
  const { requestId, traceparent } = correlation();
  if (!requestId || "trace" in data) return data;
  return { ...data, trace: { requestId, ...(traceparent && { traceparent }) } };
};

/**
 * Writes events of the caller's tenant into the outbox, in the transaction of the change they tell of. The relay hands
 * them on after the commit; the row's id is the event's id, so a repeated hand-over starts nothing twice.
 */
export const emit = async (tx: Tx, ...events: OutgoingEvent[]): Promise<void> => {
  if (events.length === 0) return;
  const rows = events.map(({ name, data }) => ({ id: uuidv7(), name, data: withTrace(data) }));
  await sql`insert into app.outbox (id, name, data)
    select id, name, data from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as e (id uuid, name text, data jsonb)`.execute(
    tx,
  );
  afterCommit(nudgeRelay);
};
