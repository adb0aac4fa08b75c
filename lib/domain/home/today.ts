import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { asTenant } from "@/lib/infra/db/as-tenant";

/** Runs that were queued since midnight; `successShare` (0–1) counts finished ones only, null when there is none. */
export type Today = {
  runs: number;
  active: number;
  succeeded: number;
  failed: number;
  successShare: number | null;
};

type Row = Omit<Today, "successShare">;

/** Today's runs, samples left out; the day begins at midnight in `timeZone` (an IANA name). */
export const runsToday = (caller: Caller, timeZone: string): Promise<Today> =>
  asTenant(caller, async (tx) => {
    const { rows } = await sql<Row>`select count(*)::int as runs,
        count(*) filter (where status in ('queued', 'running', 'waiting'))::int as active,
        count(*) filter (where status = 'succeeded')::int as succeeded,
        count(*) filter (where status = 'failed')::int as failed
      from public.runs
      where id >= app.uuidv7_floor(date_trunc('day', now(), ${timeZone})) and not is_demo`.execute(
      tx,
    );
    const row = rows[0] ?? { runs: 0, active: 0, succeeded: 0, failed: 0 };
    const finished = row.succeeded + row.failed;
    return { ...row, successShare: finished > 0 ? row.succeeded / finished : null };
  });
