import type { Ends, PlanStep, StepEnd } from "@/lib/domain/runs/execution/plan";

type Verdict = "wait" | "run" | "skip";

/** A need is met when it succeeded, or failed where failing does not matter. */
const isMet = (step: PlanStep | undefined, end: StepEnd | undefined): boolean =>
  end?.status === "succeeded" || (end?.status === "failed" && step?.onError === "continue");

/** The steps whose way out is `id`. */
const sourcesOf = (steps: readonly PlanStep[], id: string): PlanStep[] =>
  steps.filter(({ onError }) => typeof onError === "object" && onError.run === id);

const needsVerdict = (step: PlanStep, byId: ReadonlyMap<string, PlanStep>, ends: Ends): Verdict => {
  if (step.needs.some((need) => !ends.has(need))) return "wait";
  if (step.needs.length === 0) return "run";
  const met = step.needs.filter((need) => isMet(byId.get(need), ends.get(need))).length;
  return step.join === "any"
    ? met > 0
      ? "run"
      : "skip"
    : met === step.needs.length
      ? "run"
      : "skip";
};

const verdict = (
  step: PlanStep,
  steps: readonly PlanStep[],
  byId: ReadonlyMap<string, PlanStep>,
  ends: Ends,
): Verdict => {
  const sources = sourcesOf(steps, step.id);
  if (sources.some(({ id }) => !ends.has(id))) return "wait";
  if (sources.length > 0 && !sources.some(({ id }) => ends.get(id)?.status === "failed"))
    return "skip";
  return needsVerdict(step, byId, ends);
};

/** What may happen next: steps that can begin and steps that are passed over, in the order of the document. */
export const nextSteps = (
  steps: readonly PlanStep[],
  ends: Ends,
  begun: ReadonlySet<string>,
): { run: PlanStep[]; skip: PlanStep[] } => {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const open = steps.filter(({ id }) => !ends.has(id) && !begun.has(id));
  const verdicts = open.map((step) => [step, verdict(step, steps, byId, ends)] as const);
  return {
    run: verdicts.filter(([, what]) => what === "run").map(([step]) => step),
    skip: verdicts.filter(([, what]) => what === "skip").map(([step]) => step),
  };
};

/** The first step, in the order of the document, whose failure ends the run. */
export const fatalStep = (steps: readonly PlanStep[], ends: Ends): PlanStep | undefined =>
  steps.find(({ id, onError }) => onError === "fail" && ends.get(id)?.status === "failed");

/** Whether some step can begin before all of `running` have ended, so that it pays to look after each. */
export const gainsFromRacing = (
  steps: readonly PlanStep[],
  ends: Ends,
  running: ReadonlySet<string>,
): boolean => {
  const waitsFor = (id: string, seen: Set<string>): Set<string> => {
    const step = steps.find((one) => one.id === id);
    const before = [...(step?.needs ?? []), ...sourcesOf(steps, id).map((source) => source.id)];
    for (const need of before) if (!seen.has(need)) waitsFor(need, seen.add(need));
    return seen;
  };
  return steps.some(({ id }) => {
    if (ends.has(id) || running.has(id)) return false;
    const before = waitsFor(id, new Set());
    return [...running].some((one) => !before.has(one));
  });
};
