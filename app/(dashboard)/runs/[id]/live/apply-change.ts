import type { Frame } from "@/lib/domain/runs/live/schema";
import type { RunDetail } from "@/lib/domain/runs/schema";

/** The run after what its stream told; values and log lines of steps stay as they were known. */
export const applyChange = (
  run: RunDetail,
  { run: item, steps }: Pick<Frame, "run" | "steps">,
): RunDetail => {
  const moved = new Map(steps.map(({ logLines: _, ...step }) => [step.id, step]));
  return {
    ...run,
    ...item,
    steps: run.steps.map((step) => ({ ...step, ...moved.get(step.id) })),
  };
};
