import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { audit } from "@/lib/domain/audit/record";
import { assessDraft, requirePublishable } from "@/lib/domain/workflows/assess";
import { readWorkflow } from "@/lib/domain/workflows/get";
import { goLive } from "@/lib/domain/workflows/publish";
import type { WorkflowDetail } from "@/lib/domain/workflows/schema";
import { lockWorkflow } from "@/lib/domain/workflows/update";
import type { RollbackInput } from "@/lib/domain/workflows/versions/schema";
import { asTenant } from "@/lib/infra/db/as-tenant";
import { json } from "@/lib/infra/db/json";

/** Makes an old version the draft again, and with `publish` a new live version. Throws not_found, conflict, invalid_input. */
export const rollbackWorkflow = (
  caller: Caller,
  id: string,
  { version, publish }: RollbackInput,
): Promise<WorkflowDetail> =>
  asTenant(caller, async (tx) => {
    await lockWorkflow(tx, id);
    const old = await tx
      .selectFrom("workflowVersions")
      .select("definition")
      .where("workflowId", "=", id)
      .where("version", "=", version)
      .executeTakeFirst();
    if (!old) throw new AppError("not_found", `There is no version ${version} of this workflow.`);
    const draft = old.definition as Record<string, unknown>;
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
    await audit(tx, "workflow.rollback", { kind: "workflow", id }, { after: { version, publish } });
    if (publish)
      await goLive(tx, caller, id, {
        definition: requirePublishable(draft),
        note: `Back to version ${version}`,
      });
    return readWorkflow(tx, id);
  });
