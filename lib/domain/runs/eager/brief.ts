import type { PlanStep } from "@/lib/domain/runs/execution/plan";
import type { Kind } from "@/lib/domain/runs/execution/surroundings";

type Waiting = Pick<Kind<never>, "until" | "wait" | "each">;

/** Whether runs of these steps never wait: nothing that sleeps, asks, calls another workflow or repeats a body. */
export const isBrief = (
  steps: readonly PlanStep[],
  kinds: Readonly<Record<string, Waiting>>,
): boolean =>
  steps.every(({ type }) => {
    const kind = kinds[type];
    return kind && !kind.until && !kind.wait && !kind.each;
  });
