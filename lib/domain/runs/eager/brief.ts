import type { PlanStep } from "@/lib/domain/runs/execution/plan";
import type { Kind } from "@/lib/domain/runs/execution/surroundings";

/** Every step that ends before `id` can begin: what it needs, and where it is the way out of. */
const before = (
  byId: ReadonlyMap<string, PlanStep>,
  id: string,
  seen = new Set<string>(),
): Set<string> => {
  const sources = [...byId.values()].filter(
    ({ onError }) => typeof onError === "object" && onError.run === id,
  );
  for (const one of [...(byId.get(id)?.needs ?? []), ...sources.map((source) => source.id)])
    if (!seen.has(one)) before(byId, one, seen.add(one));
  return seen;
};

/**
 * Whether runs of these steps go from their begin to their end without waiting, one effect after the other: nothing that
 * sleeps, asks, calls another workflow or repeats a body, and no two effects beside each other.
 */
export const isBrief = (
  steps: readonly PlanStep[],
  kinds: Readonly<Record<string, Pick<Kind<never>, "pure" | "until" | "wait" | "each">>>,
): boolean => {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const kindOf = ({ type }: PlanStep) => kinds[type];
  if (steps.some((step) => !kindOf(step))) return false;
  const effects = steps.filter((step) => !kindOf(step)?.pure);
  if (effects.some((step) => kindOf(step)?.until || kindOf(step)?.wait || kindOf(step)?.each))
    return false;
  const earlier = effects.map((step) => before(byId, step.id));
  return effects.every((one, i) =>
    effects.every((other, j) => i >= j || earlier[i]?.has(other.id) || earlier[j]?.has(one.id)),
  );
};
