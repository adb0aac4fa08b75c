import { sql } from "kysely";
import { AppError } from "@/lib/core/errors";
import type { ManyDone, Refusal } from "@/lib/domain/bulk-actions/schema";
import type { WorkflowStatus } from "@/lib/domain/workflows/schema";
import type { Tx } from "@/lib/infra/db/as-tenant";

type Move = { from: readonly WorkflowStatus[]; to: WorkflowStatus };
type Row = { id: string; status: string };

/** What was moved, with the state it was in, and why the others were not. */
export type Moved = { rows: Row[]; left: Refusal[] };

// The code of a refusal is the state the workflow is in.
const refusal = (id: string, status: string | undefined, { from, to }: Move): Refusal => {
  if (!status) return { id, code: "not_found", message: "There is no such workflow." };
  if (status === "archived")
    return { id, code: status, message: "The workflow is archived; restore it first." };
  const message =
    status === to
      ? `The workflow is ${to} already.`
      : `The workflow is not ${from.join(" or ")}; it is ${status === "draft" ? "a draft" : status}.`;
  return { id, code: status, message };
};

/**
 * Moves workflows from one state to another in two statements whatever their number; those in another state, and ids that the
 * tenant does not have, are left. The verbs say what else belongs to it.
 */
export const moveWorkflows = async (tx: Tx, ids: readonly string[], move: Move): Promise<Moved> => {
  const wanted = [...new Set(ids)];
  const found = await tx
    .selectFrom("workflows")
    .select(["id", "status"])
    .where("id", "in", wanted)
    .orderBy("id")
    .forUpdate()
    .execute();
  const states = new Map(found.map(({ id, status }) => [id, status]));
  const rows = found.filter(({ status }) => move.from.some((one) => one === status));
  const moved = new Set(rows.map(({ id }) => id));
  if (rows.length > 0)
    await tx
      .updateTable("workflows")
      .set({
        status: move.to,
        deletedAt: move.to === "archived" ? sql<Date>`now()` : null,
        updatedAt: sql<Date>`now()`,
      })
      .where("id", "in", [...moved])
      .execute();
  const left = wanted.filter((id) => !moved.has(id));
  return { rows, left: left.map((id) => refusal(id, states.get(id), move)) };
};

/** Refuses when the one workflow of a verb was left for a reason that is not among `fine`. Throws not_found, conflict. */
export const refuseLeft = ({ left: [left] }: Moved, fine: readonly WorkflowStatus[]): void => {
  if (!left || fine.some((status) => status === left.code)) return;
  throw new AppError(left.code === "not_found" ? "not_found" : "conflict", left.message);
};

/** A move of many as the API tells it. */
export const toManyDone = ({ rows, left }: Moved): ManyDone => ({
  changed: rows.map(({ id }) => id),
  left,
});
