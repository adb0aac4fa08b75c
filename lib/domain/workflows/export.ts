import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import type { WorkflowFile } from "@/lib/domain/workflows/schema";
import { asTenant } from "@/lib/infra/db/as-tenant";

/**
 * The drafts of some workflows as one file that an import takes, in the order of the ids; ids that the tenant does not have
 * are passed over. Throws not_found when it has none of them.
 */
export const exportWorkflows = (caller: Caller, ids: readonly string[]): Promise<WorkflowFile> =>
  asTenant(caller, async (tx) => {
    const rows = await tx
      .selectFrom("workflows")
      .select(["id", "draft"])
      .where("id", "in", ids)
      .execute();
    if (rows.length === 0) throw new AppError("not_found", "There are no such workflows.");
    const drafts = new Map(rows.map(({ id, draft }) => [id, draft as Record<string, unknown>]));
    const workflows = [...new Set(ids)].flatMap((id) => {
      const draft = drafts.get(id);
      return draft ? [draft] : [];
    });
    return { workflows };
  });
