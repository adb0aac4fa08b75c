import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { runCells } from "@/lib/domain/metrics/run-cells";
import { asTenant } from "@/lib/infra/db/as-tenant";

/** Runs that ended in the hour from `at` (ISO 8601, UTC). */
export type Hour = { at: string; succeeded: number; failed: number; cancelled: number };

const HOURS = 24;

type Row = Omit<Hour, "at"> & { at: Date };

/** Finished runs of the last 24 hours, hour by hour, oldest first; hours without runs are there with zeros. */
export const runsPerHour = (caller: Caller): Promise<Hour[]> =>
  asTenant(caller, async (tx) => {
    const { rows } = await sql<Row>`${runCells(HOURS)}
      select h.at,
        coalesce(sum(c.n) filter (where c.status = 'succeeded'), 0)::int as succeeded,
        coalesce(sum(c.n) filter (where c.status = 'failed'), 0)::int as failed,
        coalesce(sum(c.n) filter (where c.status = 'cancelled'), 0)::int as cancelled
      from generate_series(date_trunc('hour', now()) - make_interval(hours => ${HOURS - 1}), now(), '1 hour') as h (at)
      left join cells c on c.at >= h.at and c.at < h.at + interval '1 hour'
      group by h.at order by h.at`.execute(tx);
    return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
  });
