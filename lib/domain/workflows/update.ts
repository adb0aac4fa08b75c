import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { audit } from "@/lib/domain/audit/record";
import { assessDraft } from "@/lib/domain/workflows/assess";
import { readWorkflow } from "@/lib/domain/workflows/get";
import type { WorkflowDetail, WorkflowPatch } from "@/lib/domain/workflows/schema";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";
import { json } from "@/lib/infra/db/json";

/** Locks a workflow for a change. Throws not_found, and conflict when it is archived. */
export const lockWorkflow = async (tx: Tx, id: string) => {
  const row = await tx
    .selectFrom("workflows")
    .select(["name", "status", "draft", "liveVersion", "updatedAt"])
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new AppError("not_found", "There is no such workflow.");
  if (row.status === "archived")
    throw new AppError("conflict", "The workflow is archived; restore it first.");
  return row;
};

/** Replaces the draft or its name; what is live stays as it was published. Throws not_found, conflict, too_large. */
export const updateWorkflow = (
  caller: Caller,
  id: string,
  patch: WorkflowPatch,
): Promise<WorkflowDetail> =>
  asTenant(caller, async (tx) => {
    const old = await lockWorkflow(tx, id);
    if (patch.updatedAt && patch.updatedAt !== old.updatedAt.toISOString())
      throw new AppError(
        "conflict",
        "Somebody saved this workflow since you opened it. Load it again.",
      );
    const base = patch.definition ?? (old.draft as Record<string, unknown>);
    const draft = patch.name === undefined ? base : { ...base, name: patch.name };
    const { name, problems } = assessDraft(draft);
    await tx
      .updateTable("workflows")
      .set({
        name,
        draft: json(draft as never),
        draftProblems: json(problems as never),
        updatedAt: sql<Date>`now()`,
      })
      .where("id", "=", id)
      .execute();
    await audit(
      tx,
      "workflow.update",
      { kind: "workflow", id },
      {
        before: { name: old.name },
        after: { name, problems: problems.length },
      },
    );
    return readWorkflow(tx, id);
  });
