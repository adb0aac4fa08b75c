import type { Problem, Step } from "@/lib/domain/workflows/definition/schema";

/**
 * What must have happened for a step to begin: steps that succeeded and steps that failed (bits by place), and choices
 * that fell in one way. `undefined` stands for "can never be".
 */
type Must = { succeeded: bigint; failed: bigint; choices: ReadonlyMap<string, string> };

const NOTHING: Must = { succeeded: 0n, failed: 0n, choices: new Map() };

/** Both must hold; undefined when they cannot. */
const both = (a: Must, b: Must): Must | undefined => {
  const succeeded = a.succeeded | b.succeeded;
  const failed = a.failed | b.failed;
  if ((succeeded & failed) !== 0n) return undefined;
  if (b.choices.size === 0) return { succeeded, failed, choices: a.choices };
  if (a.choices.size === 0) return { succeeded, failed, choices: b.choices };
  for (const [name, value] of b.choices)
    if ((a.choices.get(name) ?? value) !== value) return undefined;
  return { succeeded, failed, choices: new Map([...a.choices, ...b.choices]) };
};

/** One of them holds: what all that can be have in common; undefined when none can be. */
const either = (options: (Must | undefined)[]): Must | undefined => {
  const alive = options.filter((one) => one !== undefined);
  if (alive.length === 0) return undefined;
  return alive.reduce((a, b) => ({
    succeeded: a.succeeded & b.succeeded,
    failed: a.failed & b.failed,
    choices: new Map([...a.choices].filter(([name, value]) => b.choices.get(name) === value)),
  }));
};

const SWITCH = /^steps\.([\w-]+)\.output\.case\s*==\s*(?:"([^"\\]*)"|'([^'\\]*)')$/;
const RESULT = /^(!?)\s*steps\.([\w-]+)\.output\.(result|branches\.\w+)$/;

// Only what can be read for sure; other conditions may hold or not.
const choiceOf = (when: string | undefined): [name: string, value: string] | undefined => {
  const text = (when ?? "").trim();
  const one = SWITCH.exec(text);
  if (one) return [`${one[1]}.case`, one[2] ?? one[3] ?? ""];
  const result = RESULT.exec(text);
  return result ? [`${result[2]}.${result[3]}`, result[1] === "!" ? "no" : "yes"] : undefined;
};

/**
 * Steps that can never begin because what they need excludes each other: a step and its way out, two ways of one choice,
 * or what comes after the end of the run. For graphs without loops.
 */
export const checkReach = (steps: readonly Step[], stops: ReadonlySet<string>): Problem[] => {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const bit = new Map(steps.map(({ id }, index) => [id, 1n << BigInt(index)]));
  const known = new Map<string, Must | undefined>();

  /** What must have been for others to count this step as done. */
  const done = (id: string): Must | undefined => {
    const step = byId.get(id);
    if (!step) return NOTHING;
    if (stops.has(step.type)) return undefined;
    const before = must(step);
    if (!before || step.onError === "continue") return before;
    return both(before, { ...NOTHING, succeeded: bit.get(id) ?? 0n });
  };

  const failed = (source: Step): Must | undefined => {
    const before = must(source);
    return before && both(before, { ...NOTHING, failed: bit.get(source.id) ?? 0n });
  };

  const needsOf = (step: Step): Must | undefined => {
    if (step.needs.length === 0) return NOTHING;
    const needs = step.needs.map(done);
    if (step.join === "any") return either(needs);
    return needs.reduce((a, b) => a && b && both(a, b), NOTHING);
  };

  const must = (step: Step): Must | undefined => {
    if (known.has(step.id)) return known.get(step.id);
    const sources = steps.filter(
      ({ onError }) => typeof onError === "object" && onError.run === step.id,
    );
    const entry = sources.length === 0 ? NOTHING : either(sources.map(failed));
    const needs = needsOf(step);
    const choice = choiceOf(step.when);
    const own = { ...NOTHING, choices: new Map(choice ? [choice] : []) };
    const all = entry && needs && both(entry, needs);
    const result = all && both(all, own);
    known.set(step.id, result);
    return result;
  };

  return steps.flatMap((step, index): Problem[] => {
    if (must(step)) return [];
    const inherited =
      step.join === "all" && step.needs.some((id) => byId.has(id) && !must(byId.get(id) ?? step));
    if (inherited) return [];
    const message = `"${step.id}" can never run: what it needs never happens together, or comes after the end of the run.`;
    return [{ path: `steps.${index}`, code: "unreachable", message }];
  });
};
