import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import type { Tenant } from "@/lib/domain/tenants/schema";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";

const COLUMNS = [
  "id",
  "slug",
  "name",
  "plan",
  "isDemo",
  "timeZone",
  "currency",
  "industry",
  "createdAt",
  "updatedAt",
] as const;

/** The row of the caller's tenant if `id` names it, locked against change when `lock` is set. */
export const readTenant = async (tx: Tx, id: string, lock = false): Promise<Tenant> => {
  const row = await tx
    .selectFrom("tenants")
    .select(COLUMNS)
    .select(sql<number>`app.history_weeks(plan)`.as("historyWeeks"))
    .where("id", "=", id)
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst();
  if (!row) throw new AppError("not_found", "There is no such tenant.");
  return {
    ...row,
    industry: row.industry as Tenant["industry"],
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
};

/** The caller's tenant; any other id is not found. */
export const getTenant = (caller: Caller, id: string): Promise<Tenant> =>
  asTenant(caller, (tx) => readTenant(tx, id));
