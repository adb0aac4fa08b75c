import { sql } from "kysely";
import type { z } from "zod";
import type { Caller } from "@/lib/core/caller";
import { decodeCursor, toPage } from "@/lib/core/page";
import { selectWorkflows, toWorkflowItem } from "@/lib/domain/workflows/get";
import type { WorkflowPage, WorkflowQuery } from "@/lib/domain/workflows/schema";
import { asTenant } from "@/lib/infra/db/as-tenant";

const pattern = (search: string) => `%${search.replaceAll(/[\\%_]/g, (char) => `\\${char}`)}%`;

const CHANGED = sql`date_trunc('milliseconds', w.updated_at)`;
const NAME = sql`lower(w.name)`;

/** Each order with an index: what follows a cursor's keys, and the keys of a row; the id parts equals. */
const ORDERS = {
  changed: {
    by: sql`${CHANGED} desc, w.id desc`,
    after: ([at, id]: string[]) =>
      sql<boolean>`(${CHANGED}, w.id) < (${at}::timestamptz, ${id}::uuid)`,
  },
  name: {
    by: sql`${NAME}, w.id`,
    after: ([name, id]: string[]) =>
      sql<boolean>`(${NAME}, w.id) > (lower(${name}::text), ${id}::uuid)`,
  },
};

/** Workflows of the tenant, last changed first or by name; archived ones only when asked for. */
export const listWorkflows = (
  caller: Caller,
  query: WorkflowQuery,
): Promise<z.infer<typeof WorkflowPage>> =>
  asTenant(caller, async (tx) => {
    const { sort = "changed" } = query;
    const reached = decodeCursor(query.cursor, 2);
    let select = selectWorkflows(tx);
    select =
      query.status === "archived"
        ? select.where("w.deletedAt", "is not", null)
        : select.where("w.deletedAt", "is", null);
    if (query.status) select = select.where("w.status", "=", query.status);
    if (query.search) select = select.where("w.name", "ilike", pattern(query.search));
    if (reached) select = select.where(ORDERS[sort].after(reached));
    const rows = await select
      .orderBy(ORDERS[sort].by)
      .limit(query.limit + 1)
      .execute();
    return toPage(rows.map(toWorkflowItem), query.limit, ({ updatedAt, name, id }) => [
      sort === "name" ? name : updatedAt,
      id,
    ]);
  });
