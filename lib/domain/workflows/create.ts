import type { Caller } from "@/lib/core/caller";
import { audit } from "@/lib/domain/audit/record";
import { assessDraft } from "@/lib/domain/workflows/assess";
import { readWorkflow } from "@/lib/domain/workflows/get";
import type { NewWorkflow, WorkflowDetail } from "@/lib/domain/workflows/schema";
import { asTenant } from "@/lib/infra/db/as-tenant";
import { json } from "@/lib/infra/db/json";

/** Saves a document as the draft of a new workflow, problems and all. Also how one is imported. */
export const createWorkflow = (
  caller: Caller,
  { definition }: NewWorkflow,
): Promise<WorkflowDetail> =>
  asTenant(caller, async (tx) => {
    const { name, problems } = assessDraft(definition);
    const { id } = await tx
      .insertInto("workflows")
      .values({
        name,
        draft: json(definition as never),
        draftProblems: json(problems as never),
        createdBy: caller.kind === "user" ? caller.userId : null,
      })
      .returning("id")
      .executeTakeFirstOrThrow();
    await audit(tx, "workflow.create", { kind: "workflow", id }, { after: { name } });
    return readWorkflow(tx, id);
  });

/** A copy as a new draft; it has no versions, hook or schedule of its own yet. Throws not_found. */
export const duplicateWorkflow = (caller: Caller, id: string): Promise<WorkflowDetail> =>
  asTenant(caller, async (tx) => {
    const { draft, name } = await readWorkflow(tx, id);
    return createWorkflow(caller, {
      definition: { ...draft, name: `${name} (copy)`.slice(0, 120) },
    });
  });
