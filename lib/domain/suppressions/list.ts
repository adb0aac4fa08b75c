import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { decodeCursor, toPage } from "@/lib/core/page";
import { Suppression, type SuppressionQuery } from "@/lib/domain/suppressions/schema";
import { asTenant } from "@/lib/infra/db/as-tenant";

type Row = Omit<Suppression, "until" | "createdAt"> & { until: Date | null; createdAt: Date };

const toSuppression = ({ until, createdAt, ...row }: Row): Suppression =>
  Suppression.parse({
    ...row,
    until: until?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
  });

/** Suppressed addresses of the caller's tenant, newest first; pauses that are over are left out. */
export const listSuppressions = (
  caller: Caller,
  { search, reason, limit, cursor }: SuppressionQuery,
) => {
  const [at, email] = decodeCursor(cursor, 2) ?? [];
  const pattern = search && `%${search.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`;
  const conditions = [
    sql`(until is null or until > now())`,
    at && sql`(date_trunc('milliseconds', created_at), email) < (${at}::timestamptz, ${email})`,
    pattern && sql`email like ${pattern}`,
    reason && sql`reason = ${reason}`,
  ].filter((condition) => typeof condition === "object");
  return asTenant(caller, async (tx) => {
    const { rows } = await sql<Row>`
      select email, reason, detail, until, date_trunc('milliseconds', created_at) as created_at
      from public.suppressions where ${sql.join(conditions, sql` and `)}
      order by date_trunc('milliseconds', created_at) desc, email desc limit ${limit + 1}`.execute(
      tx,
    );
    return toPage(rows.map(toSuppression), limit, (row) => [row.createdAt, row.email]);
  });
};
