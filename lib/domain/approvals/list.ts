import { sql } from "kysely";
import type { z } from "zod";
import type { Caller } from "@/lib/core/caller";
import { decodeCursor, toPage } from "@/lib/core/page";
import { type ItemRow, itemColumns, mayDecide, toItem } from "@/lib/domain/approvals/read";
import type { ApprovalPage, ApprovalQuery } from "@/lib/domain/approvals/schema";
import { asTenant } from "@/lib/infra/db/as-tenant";

/** Approvals of the tenant, newest first. */
export const listApprovals = (
  caller: Caller,
  { status, workflowId, runId, mine, limit, cursor }: ApprovalQuery,
): Promise<z.infer<typeof ApprovalPage>> =>
  asTenant(caller, async (tx) => {
    const [before] = decodeCursor(cursor, 1) ?? [];
    const conditions = [
      before && sql`a.id < ${before}`,
      status && sql`a.status = ${status}`,
      workflowId && sql`a.workflow_id = ${workflowId}`,
      runId && sql`a.run_id = ${runId}`,
      mine === "true" && mayDecide(caller),
    ].filter((condition) => typeof condition === "object");
    const where =
      conditions.length > 0 ? sql`where ${sql.join(conditions, sql` and `)}` : sql.raw("");
    const { rows } = await sql<ItemRow>`
      select ${itemColumns(caller)} from public.approvals a ${where}
      order by a.id desc limit ${limit + 1}`.execute(tx);
    return toPage(rows.map(toItem), limit, ({ id }) => [id]);
  });
