import { type Kysely, sql } from "kysely";
import { jsonText, type StepRow } from "@/lib/domain/runs/execution/history";
import { LIVE, type RunKey, writeSteps } from "@/lib/domain/runs/execution/journal";
import { type Ending, recording } from "@/lib/domain/runs/execution/ledger";
import type { StepError } from "@/lib/domain/runs/execution/plan";
import type { DB } from "@/lib/infra/db/types";

/** How a run ends. A cancelled one was ended by a step of its own. */
export type Outcome =
  | { status: "succeeded" }
  | { status: "failed" | "cancelled"; error: StepError & { stepId?: string } };

/** The last effect of a run, not recorded yet. */
export type LastEffect = Ending & { stepId: string };

/** Cancels the steps that are open, but for those that the same statement writes. */
const cancelOpen = ({ tenantId, runId }: RunKey, written: string[]) => sql`
  update public.run_steps s set status = 'cancelled', ended_at = now() from ended
  where s.tenant_id = ${tenantId} and s.run_id = ${runId} and s.ended_at is null
    and s.step_id <> all(${written}::text[])`;

type Ended = {
  rows?: StepRow[];
  stepsDone?: number;
  /** When the run began, should its row not tell yet. */
  startedAt?: Date;
  last?: LastEffect;
  /** No step is left open. */
  isWhole?: boolean;
  /** The event that asks for the run, which nobody needs any more. */
  heldEvent?: string;
};

const dropEvent = (id: string) =>
  sql`delete from app.outbox where id = ${id} and exists (select from ended)`;

/**
 * Ends a run: the record of its last effect, the last step rows (steps still open are cancelled) and the run's row, in one
 * statement. Whoever waits for the end of a run or follows it is told by triggers of that row. False when nothing was ended:
 * the run had ended before, which is how a cancelled run stays cancelled, or the effect had been recorded before.
 */
export const finishRun = async (
  db: Kysely<DB>,
  run: RunKey,
  outcome: Outcome,
  { rows = [], stepsDone, startedAt, last, isWhole = false, heldEvent }: Ended = {},
): Promise<boolean> => {
  const error = "error" in outcome ? jsonText(outcome.error) : null;
  const isOurs = last ? sql`exists (select from done)` : sql`true`;
  const written = [...rows.map(({ step_id }) => step_id), ...(last ? [last.stepId] : [])];
  const { rows: ended } = await sql`
    with ${last ? sql`${recording(run, last.stepId, last)},` : sql``}
    ended as (
      update public.runs set status = ${outcome.status}, error = ${error}::text::jsonb, ended_at = now(),
        started_at = coalesce(started_at, ${startedAt?.toISOString() ?? null}::timestamptz, now()), steps_done = coalesce(${stepsDone ?? null}::int, steps_done)
      where tenant_id = ${run.tenantId} and id = ${run.runId} and ${LIVE} and ${isOurs}
      returning id),
    written as (${writeSteps(run, rows, isOurs)}),
    dropped as (${isWhole ? sql`select` : cancelOpen(run, written)})${heldEvent ? sql`, told as (${dropEvent(heldEvent)})` : sql``}
    select id from ended`.execute(db);
  return ended.length > 0;
};
