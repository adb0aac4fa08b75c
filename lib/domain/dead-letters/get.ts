import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { LETTER_COLUMNS, toLetter } from "@/lib/domain/dead-letters/list";
import type { LetterDetail } from "@/lib/domain/dead-letters/schema";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";

const failedStep = async (tx: Tx, runId: string, stepId: string | null) => {
  if (stepId === null) return null;
  const step = await tx
    .selectFrom("runSteps")
    .select(["stepId", "type", "input", "error", "attempts"])
    .where("runId", "=", runId)
    .where("stepId", "=", stepId)
    .executeTakeFirst();
  if (!step) return null;
  const { stepId: id, attempts, ...rest } = step;
  return { id, ...rest, attempts: attempts as unknown[] };
};

/** A letter with what its run was started with and the step that failed. Throws not_found. */
export const getLetter = (caller: Caller, id: string): Promise<LetterDetail> =>
  asTenant(caller, async (tx) => {
    const row = await tx
      .selectFrom("deadLetters")
      .select(LETTER_COLUMNS)
      .where("id", "=", id)
      .executeTakeFirst();
    if (!row) throw new AppError("not_found", "There is no such dead letter.");
    const run = await tx
      .selectFrom("runs")
      .select("trigger")
      .where("id", "=", row.runId)
      .executeTakeFirst();
    const step = await failedStep(tx, row.runId, row.stepId);
    return { ...toLetter(row), trigger: run?.trigger ?? null, step };
  });
