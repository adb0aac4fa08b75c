import { z } from "zod";
import { CHOOSE, chosenBy, isChosen } from "@/lib/domain/bulk-actions/schema";
import { ReplayVersion, RunFilter } from "@/lib/domain/runs/schema";

const chosen = chosenBy(
  RunFilter.refine((given) => Object.values(given).some((value) => value !== undefined), {
    message: "Name at least one property of the runs.",
  }),
);

/** Body of a replay of many runs: whole, or from the step that failed each. */
export const ReplayRuns = z
  .strictObject({
    ...chosen,
    mode: z.enum(["whole", "from-failed-step"]).default("whole"),
    version: ReplayVersion,
  })
  .refine(isChosen, CHOOSE);
export type ReplayRuns = z.infer<typeof ReplayRuns>;

/** Body of a cancellation of many runs; those that have ended are not meant. */
export const CancelRuns = z.strictObject(chosen).refine(isChosen, CHOOSE);
export type CancelRuns = z.infer<typeof CancelRuns>;
