import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { assessSequence } from "@/lib/domain/sequences/assess";
import type { SequenceDefinition } from "@/lib/domain/sequences/definition";
import { readSequence } from "@/lib/domain/sequences/documents/read";
import { readVersions } from "@/lib/domain/sequences/enrolments/version";
import type { Tx } from "@/lib/infra/db/as-tenant";

/** The document to look at. Throws not_found, and invalid_input for a draft whose shape is not right yet. */
export const documentOf = async (
  tx: Tx,
  caller: Caller,
  id: string,
  version: "draft" | number,
): Promise<SequenceDefinition> => {
  const { draft } = await readSequence(tx, id);
  if (version !== "draft") {
    const ref = { tenantId: caller.tenantId, sequenceId: id, version };
    return (await readVersions(tx, [ref]))(ref);
  }
  const { definition, problems } = assessSequence(draft);
  if (definition) return definition;
  throw new AppError(
    "invalid_input",
    "The draft cannot be looked at before its problems are solved.",
    {
      issues: problems,
    },
  );
};
