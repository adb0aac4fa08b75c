import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { RUN_COLUMNS, toRunItem } from "@/lib/domain/runs/list";
import type { Frame, LiveStep } from "@/lib/domain/runs/live/schema";
import { asTenant } from "@/lib/infra/db/as-tenant";

type Row = Parameters<typeof toRunItem>[0] & { steps: LiveStep[] };

/** What of a run moves while it runs, in one statement; the id is the same for the same state. Throws not_found. */
export const readFrame = (caller: Caller, runId: string): Promise<Frame> =>
  asTenant(caller, async (tx) => {
    const row: Row | undefined = await tx
      .selectFrom("runs")
      .select(RUN_COLUMNS)
      .select(
        sql<
          LiveStep[]
        >`(select coalesce(jsonb_agg(jsonb_build_object('id', s.step_id, 'status', s.status,
          'attempts', greatest(jsonb_array_length(s.attempts), (s.status in ('succeeded', 'failed'))::int), 'attemptLog', s.attempts,
          'error', s.error, 'reused', s.reused, 'logLines', coalesce(jsonb_array_length(s.logs), 0),
          'items', case when s.items_total is not null then jsonb_build_object('total', s.items_total,
            'done', coalesce(s.items_done, 0), 'failed', coalesce(s.items_failed, 0)) end,
          'waitsUntil', case when s.status = 'waiting' then s.waits_until end,
          'startedAt', s.started_at, 'endedAt', s.ended_at) order by s.position), '[]')
          from public.run_steps s where s.run_id = runs.id)`.as("steps"),
      )
      .where("id", "=", runId)
      .executeTakeFirst();
    if (!row) throw new AppError("not_found", "There is no such run.");
    const { steps, ...run } = row;
    const state = { run: toRunItem(run), steps: steps.map(inUtc) };
    const id = createHash("sha1").update(JSON.stringify(state)).digest("base64url").slice(0, 16);
    return { id, ...state };
  });

const utc = (at: string | null) => at && new Date(at).toISOString();

const inUtc = (step: LiveStep): LiveStep => ({
  ...step,
  waitsUntil: utc(step.waitsUntil),
  startedAt: utc(step.startedAt),
  endedAt: utc(step.endedAt),
});
