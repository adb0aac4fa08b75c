import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { asTenant } from "@/lib/infra/db/as-tenant";

/** Failed runs with the same cause: workflow, step and error code. Times are ISO 8601, UTC. */
export type Failure = {
  workflowId: string;
  workflowName: string;
  code: string;
  stepId: string | null;
  /** Of the newest one. */
  message: string;
  runId: string;
  runs: number;
  firstAt: string;
  lastAt: string;
};

type Row = Omit<Failure, "firstAt" | "lastAt"> & { firstAt: Date; lastAt: Date };

/** The newest failed runs looked at; bounds the read whatever a tenant does. */
const LOOKED_AT = 1000;

/** Failures of the last seven days grouped by cause, the most recent cause first; at most eight. */
export const recentFailures = (caller: Caller): Promise<Failure[]> =>
  asTenant(caller, async (tx) => {
    const { rows } =
      await sql<Row>`select workflow_id, (array_agg(workflow_name order by id desc))[1] as workflow_name,
        coalesce(error ->> 'code', 'internal') as code, error ->> 'stepId' as step_id,
        coalesce((array_agg(error ->> 'message' order by id desc))[1], '') as message,
        (array_agg(id order by id desc))[1] as run_id, count(*)::int as runs,
        min(coalesce(ended_at, queued_at)) as first_at, max(coalesce(ended_at, queued_at)) as last_at
      from (
        select * from public.runs
        where status = 'failed' and not is_demo and id >= app.uuidv7_floor(now() - interval '7 days')
        order by id desc limit ${LOOKED_AT}
      ) as failed
      group by workflow_id, code, step_id
      order by last_at desc limit 8`.execute(tx);
    return rows.map(({ firstAt, lastAt, ...row }) => ({
      ...row,
      firstAt: firstAt.toISOString(),
      lastAt: lastAt.toISOString(),
    }));
  });
