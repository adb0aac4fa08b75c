import { type Kysely, sql } from "kysely";
import { type Filter, matches, type SeenEvent } from "@/lib/domain/waits/matches";
import { resolveWaits } from "@/lib/domain/waits/resolve";
import type { DB } from "@/lib/infra/db/types";

const BATCH = 500;

type EventKey = { tenantId: string; eventId: string };
type Waiting = Filter & { key: string };

const waitingFor = async (db: Kysely<DB>, { tenantId, eventId }: EventKey, after: string) => {
  const { rows } = await sql<Waiting>`
    select w.key, w.filter, w.scope from public.events e
    join public.run_waits w on w.tenant_id = e.tenant_id and w.kind = 'event' and w.name = e.name
    where e.tenant_id = ${tenantId} and e.id = ${eventId}
      and w.resolved_at is null and w.closed_at is null and w.key > ${after}
    order by w.key limit ${BATCH}`.execute(db);
  return rows;
};

const load = async (db: Kysely<DB>, { tenantId, eventId }: EventKey): Promise<SeenEvent> => {
  const { receivedAt, ...event } = await db
    .selectFrom("events")
    .select(["id", "name", "data", "receivedAt"])
    .where("tenantId", "=", tenantId)
    .where("id", "=", eventId)
    .executeTakeFirstOrThrow();
  return { ...event, receivedAt: receivedAt.toISOString() };
};

/** Resolves the tenant's open waits that an accepted event is for; how many. Doing it again resolves nothing more. */
export const meetEvent = async (db: Kysely<DB>, key: EventKey): Promise<number> => {
  let met = 0;
  let event: SeenEvent | undefined;
  for (let after = ""; ; ) {
    const waiting = await waitingFor(db, key, after);
    if (waiting.length === 0) return met;
    event ??= await load(db, key);
    const seen = event;
    const keys = waiting.filter((wait) => matches(wait, seen)).map((wait) => wait.key);
    const resolution = { eventId: key.eventId };
    met += await resolveWaits(db, { tenantId: key.tenantId, keys, resolution });
    after = waiting.at(-1)?.key ?? "";
    if (waiting.length < BATCH) return met;
  }
};
