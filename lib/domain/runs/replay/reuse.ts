import type { PlanStep } from "@/lib/domain/runs/execution/plan";

type PlannedStep = Pick<PlanStep, "id" | "type" | "needs" | "onError">;

/** A step of the run that is replayed, as it ended. */
export type EndedStep = { id: string; type: string; status: string };

/**
 * `reuse`: steps that keep their end. `resume`: steps that did not end well and begin again with what they were given
 * before, because nothing before them is done again.
 */
export type Reuse =
  | { reuse: string[]; resume: string[] }
  | { problem: { code: string; message: string } };

const problem = (code: string, message: string): Reuse => ({ problem: { code, message } });

/** The steps that come directly after each: those that need it, and its way out. */
const followers = (steps: readonly PlannedStep[]) => {
  const after = new Map<string, string[]>(steps.map(({ id }) => [id, []]));
  for (const { id, needs, onError } of steps) {
    for (const need of needs) after.get(need)?.push(id);
    if (typeof onError === "object") after.get(id)?.push(onError.run);
  }
  return after;
};

/** `roots` and everything that comes after them. */
const downstream = (steps: readonly PlannedStep[], roots: readonly string[]): Set<string> => {
  const after = followers(steps);
  const seen = new Set<string>();
  const open = [...roots];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    open.push(...(after.get(id) ?? []));
  }
  return seen;
};

/**
 * Which steps of a run keep their end when it is replayed from a step: all that ended well, were passed over, or failed
 * where the document allows it, and do not come after `from` or after a step that must be done again. Without `from` that
 * is the step that failed the run. `steps` is the document that will run; a step that lost its place there is a problem.
 */
export const stepsToReuse = (
  steps: readonly PlannedStep[],
  ended: readonly EndedStep[],
  from?: string,
): Reuse => {
  const byId = new Map(steps.map((step) => [step.id, step]));
  if (from !== undefined && !byId.has(from))
    return problem("step_gone", `There is no step "${from}" in this version.`);
  const failed = ended.filter(({ id, status }) => {
    const way = byId.get(id)?.onError ?? "fail";
    return (
      status !== "succeeded" && status !== "skipped" && (status !== "failed" || way === "fail")
    );
  });
  if (from === undefined && failed.length === 0 && ended.length > 0 && ended.length >= steps.length)
    return problem("nothing_failed", "No step of this run failed; choose the step to begin with.");
  const again = downstream(steps, [...failed.map(({ id }) => id), ...(from ? [from] : [])]);
  const kept = ended.filter(({ id }) => !again.has(id));
  const gone = kept.filter(({ id, type }) => byId.get(id)?.type !== type).map(({ id }) => id);
  if (gone.length > 0)
    return problem(
      "step_gone",
      `This version has no such step any more: ${gone.slice(0, 5).join(", ")}. Replay the whole run instead.`,
    );
  const after = followers(steps);
  const roots = [...failed.map(({ id }) => id), ...(from ? [from] : [])];
  const changed = downstream(
    steps,
    roots.flatMap((id) => after.get(id) ?? []),
  );
  const resumed = failed.filter(({ id }) => byId.has(id) && !changed.has(id));
  return { reuse: kept.map(({ id }) => id), resume: resumed.map(({ id }) => id) };
};
