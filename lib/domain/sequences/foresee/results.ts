import type { Caller } from "@/lib/core/caller";
import { readSequence } from "@/lib/domain/sequences/documents/read";
import { documentOf } from "@/lib/domain/sequences/foresee/document";
import { countArms, countSteps } from "@/lib/domain/sequences/foresee/read-counts";
import type { SequenceResults } from "@/lib/domain/sequences/foresee/schema";
import { judge } from "@/lib/domain/sequences/foresee/verdict";
import { asTenant } from "@/lib/infra/db/as-tenant";

const NOTHING = {
  delivered: 0,
  sent: 0,
  opened: 0,
  clicked: 0,
  bounced: 0,
  complained: 0,
  skipped: 0,
  unknown: 0,
  passed: 0,
};

/**
 * How a sequence does, of one version or of all: goal rates with and without it, arms with intervals, what became of each
 * step's mail, and what that means in words. Steps are in the order of the live version. Throws not_found.
 */
export const readResults = (
  caller: Caller,
  id: string,
  { version = null }: { version?: number | null },
): Promise<SequenceResults> =>
  asTenant(caller, async (tx) => {
    const { liveVersion } = await readSequence(tx, id);
    const definition = await documentOf(tx, caller, id, version ?? liveVersion ?? "draft");
    const steps = await countSteps(tx, id, version);
    const judged = judge(await countArms(tx, id, version), definition);
    const keys = definition.steps.filter(({ type }) => type === "mail").map(({ key }) => key);
    const left = steps.map(({ stepKey }) => stepKey).filter((key) => !keys.includes(key));
    return {
      version,
      ...judged,
      steps: [...keys, ...left].map((stepKey) => ({
        ...NOTHING,
        ...steps.find((one) => one.stepKey === stepKey),
        stepKey,
      })),
    };
  });
