import { z } from "zod";
import { RunItem, RunStep } from "@/lib/domain/runs/schema";

const Differences = z.object({
  changes: z.array(
    z.object({ path: z.string(), before: z.unknown().optional(), after: z.unknown().optional() }),
  ),
  isCut: z.boolean(),
});

const SideStep = z.object({
  status: RunStep.shape.status,
  attempts: z.int(),
  reused: z.boolean(),
  durationMs: z.number().nullable(),
});
export type SideStep = z.infer<typeof SideStep>;

/**
 * Two runs of one workflow. Differences are told by path (`items[0].id`), before on the left and after on the right; at most
 * 200 a value, then `isCut`. A side is null when that run's version has no such step.
 */
export const RunComparison = z.object({
  left: RunItem,
  right: RunItem,
  trigger: Differences,
  steps: z.array(
    z.object({
      id: z.string(),
      name: z.string().nullable(),
      type: z.string(),
      left: SideStep.nullable(),
      right: SideStep.nullable(),
      isSame: z.boolean(),
      input: Differences,
      output: Differences,
      error: Differences,
    }),
  ),
});
export type RunComparison = z.infer<typeof RunComparison>;
