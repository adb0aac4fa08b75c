import { sql } from "kysely";
import type { z } from "zod";
import type { Caller } from "@/lib/core/caller";
import { decodeCursor, toPage } from "@/lib/core/page";
import { type ItemRow, itemColumns, mayDecide, toItem } from "@/lib/domain/approvals/read";
import type { ApprovalPage, ApprovalQuery } from "@/lib/domain/approvals/schema";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";

const OPEN_MAX = 100;

/** How many approvals the caller may decide now, counted up to 100. */
const countOpen = async (tx: Tx, caller: Caller): Promise<number> => {
  if (caller.kind !== "user") return 0;
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from (select from public.approvals a
      where a.status = 'pending' and ${mayDecide(caller)} limit ${OPEN_MAX}) as open`.execute(tx);
  return rows[0]?.n ?? 0;
};

/** Approvals of the tenant, newest first. */
export const listApprovals = (
  caller: Caller,
  { status, workflowId, runId, mine, limit, cursor }: ApprovalQuery,
): Promise<z.infer<typeof ApprovalPage>> =>
  asTenant(caller, async (tx) => {
    const [before] = decodeCursor(cursor, 1) ?? [];
    const conditions = [
      before && sql`a.id < ${before}`,
      status?.length && sql`a.status = any (${status}::text[])`,
      workflowId && sql`a.workflow_id = ${workflowId}`,
      runId && sql`a.run_id = ${runId}`,
      mine === "true" && mayDecide(caller),
    ].filter((condition) => typeof condition === "object");
    const where =
      conditions.length > 0 ? sql`where ${sql.join(conditions, sql` and `)}` : sql.raw("");
    const { rows } = await sql<ItemRow>`
      select ${itemColumns(caller)} from public.approvals a ${where}
      order by a.id desc limit ${limit + 1}`.execute(tx);
    const page = toPage(rows.map(toItem), limit, ({ id }) => [id]);
    return { ...page, open: await countOpen(tx, caller) };
  });
