import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import type { BulkKind, Refusal } from "@/lib/domain/bulk-actions/schema";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";

const PROBLEMS_KEPT = 20;

/** An action as a batch sees it: ids after `reached` and before the action's own are still to be done, oldest first. */
export type OpenAction = {
  id: string;
  kind: BulkKind;
  selection: { ids?: string[]; filter?: Record<string, unknown> };
  options: Record<string, unknown>;
  reached: string | null;
};

/** What a batch did: the last id it looked at (null: nothing is left), how many it changed, and what it refused. */
export type BatchDone = { last: string | null; done: number; refused: Refusal[] };

type Perform = (tx: Tx, action: OpenAction) => Promise<BatchDone>;

const load = async (tx: Tx, id: string) => {
  const { rows } = await sql<OpenAction & { isMine: boolean }>`
    select a.id, a.kind, a.selection, a.options, a.reached, pg_try_advisory_xact_lock(hashtextextended(a.id::text, 0)) as is_mine
    from public.bulk_actions a where a.id = ${id} and a.state in ('queued', 'running')`.execute(tx);
  return rows[0];
};

/**
 * Does the next batch of an action, with its counts and the place it reached, in one transaction: a worker that dies in
 * it has done nothing. Whether there is more to do. Throws unavailable while another worker is at it.
 */
export const advanceBulkAction = (caller: Caller, id: string, perform: Perform): Promise<boolean> =>
  asTenant(caller, async (tx) => {
    const action = await load(tx, id);
    if (!action) return false;
    if (!action.isMine)
      throw new AppError("unavailable", "Another worker is at it.", { retryAfterS: 1 });
    const { last, done, refused } = await perform(tx, action);
    const problems = JSON.stringify(refused.slice(0, PROBLEMS_KEPT));
    // A cancelled action counts what its last batch did and stays cancelled.
    const { rows } = await sql<{ state: string }>`
      update public.bulk_actions set done = done + ${done}, failed = failed + ${refused.length},
        reached = coalesce(${last}::uuid, reached), started_at = coalesce(started_at, now()),
        problems = (select coalesce(jsonb_agg(p order by i), '[]') from jsonb_array_elements(problems || ${problems}::text::jsonb)
          with ordinality as x (p, i) where i <= ${PROBLEMS_KEPT}),
        state = case when state = 'cancelled' then state when ${last}::uuid is null then 'done' else 'running' end,
        ended_at = case when state = 'cancelled' then ended_at when ${last}::uuid is null then now() end
      where id = ${id} returning state`.execute(tx);
    return rows[0]?.state === "running";
  });

/** Ends an action that cannot go on; what it has done stays done. */
export const failBulkAction = (caller: Caller, id: string, message: string): Promise<void> =>
  asTenant(caller, async (tx) => {
    const problem = JSON.stringify([{ id, code: "internal", message: message.slice(0, 500) }]);
    await sql`update public.bulk_actions set state = 'failed', ended_at = now(), problems = problems || ${problem}::text::jsonb
      where id = ${id} and state in ('queued', 'running')`.execute(tx);
  });
