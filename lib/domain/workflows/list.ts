import { sql } from "kysely";
import type { z } from "zod";
import type { Caller } from "@/lib/core/caller";
import { decodeCursor, toPage } from "@/lib/core/page";
import { selectWorkflows, toWorkflowItem } from "@/lib/domain/workflows/get";
import type { WorkflowPage, WorkflowQuery } from "@/lib/domain/workflows/schema";
import { asTenant } from "@/lib/infra/db/as-tenant";

const pattern = (search: string) => `%${search.replaceAll(/[\\%_]/g, (char) => `\\${char}`)}%`;

/** Workflows of the tenant, last changed first; archived ones only when asked for. */
export const listWorkflows = (
  caller: Caller,
  query: WorkflowQuery,
): Promise<z.infer<typeof WorkflowPage>> =>
  asTenant(caller, async (tx) => {
    const [at, id] = decodeCursor(query.cursor, 2) ?? [];
    let select = selectWorkflows(tx);
    select =
      query.status === "archived"
        ? select.where("w.deletedAt", "is not", null)
        : select.where("w.deletedAt", "is", null);
    if (query.status) select = select.where("w.status", "=", query.status);
    if (query.search) select = select.where("w.name", "ilike", pattern(query.search));
    if (at && id)
      select = select.where(
        sql<boolean>`(date_trunc('milliseconds', w.updated_at), w.id) < (${at}::timestamptz, ${id}::uuid)`,
      );
    const rows = await select
      .orderBy(sql`date_trunc('milliseconds', w.updated_at)`, "desc")
      .orderBy("w.id", "desc")
      .limit(query.limit + 1)
      .execute();
    return toPage(rows.map(toWorkflowItem), query.limit, (item) => [item.updatedAt, item.id]);
  });
