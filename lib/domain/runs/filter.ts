import { sql } from "kysely";
import { type RunFilter, statusesOf } from "@/lib/domain/runs/schema";
import { uuidv7Floor } from "@/lib/domain/runs/time-bounds";
import type { Tx } from "@/lib/infra/db/as-tenant";

/** The tenant's runs that pass a filter. An id carries its time, so bounds in time are bounds on the primary key. */
export const runsWhere = (tx: Tx, filter: RunFilter) => {
  let select = tx.selectFrom("runs");
  if (filter.workflowId) select = select.where("workflowId", "=", filter.workflowId);
  if (filter.status?.length) select = select.where("status", "in", statusesOf(filter.status));
  if (filter.trigger) select = select.where("triggerKind", "=", filter.trigger);
  if (filter.from) select = select.where("id", ">=", uuidv7Floor(new Date(filter.from)));
  if (filter.to) select = select.where("id", "<", uuidv7Floor(new Date(filter.to)));
  if (filter.version) select = select.where("version", "=", filter.version);
  if (filter.replayOf) select = select.where("replayOf", "=", filter.replayOf);
  if (filter.errorCode)
    select = select
      .where("status", "=", "failed")
      .where(sql`error ->> 'code'`, "=", filter.errorCode);
  if (filter.minDurationMs)
    select = select.where(
      sql<boolean>`ended_at - queued_at >= make_interval(secs => ${filter.minDurationMs / 1000}::float8)`,
    );
  return select;
};
