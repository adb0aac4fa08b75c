import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { type Cell, percentile } from "@/lib/domain/metrics/percentile";
import { runCells } from "@/lib/domain/metrics/run-cells";
import { asTenant } from "@/lib/infra/db/as-tenant";

/** Milliseconds from queued to ended; null when no run ended. */
export type Durations = {
  runs: number;
  p50Ms: number | null;
  p95Ms: number | null;
  p99Ms: number | null;
};

/** How long runs that ended in the last 24 hours took, waiting included; cancelled ones are left out. */
export const runDurations = (caller: Caller): Promise<Durations> =>
  asTenant(caller, async (tx) => {
    const { rows } = await sql<Cell>`${runCells(24)}
      select bucket, sum(n)::int as n from cells where status <> 'cancelled' group by bucket`.execute(
      tx,
    );
    return {
      runs: rows.reduce((sum, { n }) => sum + n, 0),
      p50Ms: percentile(rows, 0.5),
      p95Ms: percentile(rows, 0.95),
      p99Ms: percentile(rows, 0.99),
    };
  });
