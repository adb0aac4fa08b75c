import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { openBulkAction } from "@/lib/domain/bulk-actions/open";
import { BULK_MAX, type BulkAsked } from "@/lib/domain/bulk-actions/schema";
import type { CancelRuns, ReplayRuns } from "@/lib/domain/runs/bulk/schema";
import { passes } from "@/lib/domain/runs/filter";
import type { RunFilter } from "@/lib/domain/runs/schema";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";

/** What runs a command means. */
export type RunChoice = { ids?: string[] | undefined; filter?: RunFilter | undefined };

const LIVE = ["queued", "running", "waiting"];

const chosen = (tx: Tx, { ids, filter }: RunChoice, isLive: boolean) => {
  let select = tx.selectFrom("runs").where(passes(filter ?? {}));
  if (ids) select = select.where(sql<boolean>`id = any(${ids}::uuid[])`);
  return isLive ? select.where("status", "in", LIVE) : select;
};

const count = async (tx: Tx, choice: RunChoice, isLive: boolean): Promise<number> => {
  const { n } = await tx
    .selectFrom(
      chosen(tx, choice, isLive)
        .select("id")
        .limit(BULK_MAX + 1)
        .as("meant"),
    )
    .select(sql<number>`count(*)::int`.as("n"))
    .executeTakeFirstOrThrow();
  return n;
};

/** The next runs after `reached` that came before the command, oldest first; `isLive` passes over what has ended. */
export const nextRuns = async (
  tx: Tx,
  choice: RunChoice,
  isLive: boolean,
  { reached, before, limit }: { reached: string | null; before: string; limit: number },
): Promise<string[]> => {
  let select = chosen(tx, choice, isLive).select("id").where("id", "<", before);
  if (reached !== null) select = select.where("id", ">", reached);
  const rows = await select.orderBy("id").limit(limit).execute();
  return rows.map(({ id }) => id);
};

/** Asks for runs to be run again; a preview only counts them. */
export const replayManyRuns = (caller: Caller, wish: ReplayRuns): Promise<BulkAsked> =>
  asTenant(caller, async (tx) => {
    const { ids, filter, dryRun, mode, version } = wish;
    return openBulkAction(tx, {
      tenantId: caller.tenantId,
      kind: "runs.replay",
      selection: { ids, filter },
      options: { mode, version },
      shown: { mode, version },
      dryRun,
      count: await count(tx, { ids, filter }, false),
    });
  });

/** Asks for runs that have not ended to be cancelled; a preview only counts them. */
export const cancelManyRuns = (caller: Caller, wish: CancelRuns): Promise<BulkAsked> =>
  asTenant(caller, async (tx) => {
    const { ids, filter, dryRun } = wish;
    return openBulkAction(tx, {
      tenantId: caller.tenantId,
      kind: "runs.cancel",
      selection: { ids, filter },
      dryRun,
      count: await count(tx, { ids, filter }, true),
    });
  });
