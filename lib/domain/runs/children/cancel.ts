import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { cancelRun } from "@/lib/domain/runs/cancel";
import { asTenant } from "@/lib/infra/db/as-tenant";

const waitedFor = (caller: Caller, runId: string) =>
  asTenant(caller, async (tx) => {
    const { rows } = await sql<{ id: string }>`
      select child.id from public.run_waits w
      join public.runs child on child.tenant_id = w.tenant_id and child.id = w.name::uuid and child.ended_at is null
      where w.run_id = ${runId} and w.kind = 'workflow' and w.resolved_at is null`.execute(tx);
    return rows.map(({ id }) => id);
  });

/** Cancels the live runs that a run was waiting for when it ended; how many. Those it only started go on. */
export const cancelChildrenOf = async (caller: Caller, runId: string): Promise<number> => {
  const children = await waitedFor(caller, runId);
  for (const id of children) {
    await cancelRun(caller, id).catch((error: unknown) => {
      // It ended by itself meanwhile.
      if (!(error instanceof AppError && error.code === "conflict")) throw error;
    });
  }
  return children.length;
};
