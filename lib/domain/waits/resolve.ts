import { type Kysely, sql } from "kysely";
import { json } from "@/lib/infra/db/json";
import type { DB } from "@/lib/infra/db/types";

/**
 * Answers open waits of a tenant and wakes their runs; how many were open. The first answer stands: resolving again
 * changes nothing and tells nobody.
 */
export const resolveWaits = async (
  db: Kysely<DB>,
  { tenantId, keys, resolution }: { tenantId: string; keys: string[]; resolution: object },
): Promise<number> => {
  if (keys.length === 0) return 0;
  const { rows } = await sql<{ resolved: number }>`
    select app.resolve_waits(${tenantId}, ${keys}::text[], ${json(resolution)}) as resolved`.execute(
    db,
  );
  return rows[0]?.resolved ?? 0;
};
