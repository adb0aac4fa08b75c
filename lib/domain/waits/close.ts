import { sql } from "kysely";
import type { Tx } from "@/lib/infra/db/as-tenant";

/** How a wait ended: with what resolved it, or because its time was over. `name` is what it waited for. */
export type Closed = { name: string; resolution: Record<string, unknown>; timedOut: boolean };

/**
 * Takes the answer of a wait and closes it; one whose time is over at `now` ends without an answer. `again` when neither
 * is so yet. Closing twice gives the same.
 */
export const closeWait = async (
  tx: Tx,
  key: string,
  now: Date,
): Promise<Closed | { again: true }> => {
  const { rows } = await sql<Pick<Closed, "name" | "resolution">>`
    update public.run_waits set closed_at = coalesce(closed_at, now()), resolved_at = coalesce(resolved_at, now()),
      resolution = coalesce(resolution, '{"timedOut": true}')
    where key = ${key} and (resolved_at is not null or until <= ${now}::timestamptz)
    returning name, resolution`.execute(tx);
  const [row] = rows;
  if (!row) return { again: true };
  return { ...row, timedOut: row.resolution.timedOut === true };
};
