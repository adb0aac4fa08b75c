import type { z } from "zod";
import type { Caller } from "@/lib/core/caller";
import { decodeCursor, toPage } from "@/lib/core/page";
import type { EventItem, EventPage, EventQuery } from "@/lib/domain/events/schema";
import { asTenant } from "@/lib/infra/db/as-tenant";

/** Events of the tenant, newest first. */
export const listEvents = (caller: Caller, query: EventQuery): Promise<z.infer<typeof EventPage>> =>
  asTenant(caller, async (tx) => {
    const [before] = decodeCursor(query.cursor, 1) ?? [];
    let select = tx
      .selectFrom("events")
      .select(["id", "name", "externalId", "data", "source", "receivedAt"]);
    if (before) select = select.where("id", "<", before);
    if (query.name) select = select.where("name", "=", query.name);
    const rows = await select
      .orderBy("id", "desc")
      .limit(query.limit + 1)
      .execute();
    const events = rows.map((row) => ({
      ...row,
      data: row.data as EventItem["data"],
      // The column's check constraint holds it to the same words.
      source: row.source as EventItem["source"],
      receivedAt: row.receivedAt.toISOString(),
    }));
    return toPage(events, query.limit, ({ id }) => [id]);
  });
