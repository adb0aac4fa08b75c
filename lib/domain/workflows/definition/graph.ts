import type { Problem, Step } from "@/lib/domain/workflows/definition/schema";

const fallbackOf = (step: Step): string | undefined =>
  typeof step.onError === "object" ? step.onError.run : undefined;

// Which steps must come before which: its needs, and a failing step before the step its onError runs.
const edges = (steps: Step[]): Map<string, Set<string>> => {
  const direct = new Map(steps.map((step) => [step.id, new Set<string>()]));
  for (const step of steps) {
    for (const need of step.needs) if (direct.has(need)) direct.get(step.id)?.add(need);
    direct.get(fallbackOf(step) ?? "")?.add(step.id);
  }
  return direct;
};

/** Every step that comes before each step, directly or not. */
export const ancestors = (steps: Step[]): Map<string, Set<string>> => {
  const direct = edges(steps);
  // Sets of steps as bits by place: graphs may have as many edges as they like.
  const bit = new Map(steps.map(({ id }, index) => [id, 1n << BigInt(index)]));
  const all = new Map<string, bigint>();
  const collect = (id: string): bigint => {
    const known = all.get(id);
    if (known !== undefined) return known;
    all.set(id, 0n);
    let found = 0n;
    for (const need of direct.get(id) ?? []) found |= (bit.get(need) ?? 0n) | collect(need);
    all.set(id, found);
    return found;
  };
  const idsOf = (found: bigint) => steps.filter((_, index) => (found >> BigInt(index)) & 1n);
  return new Map(
    steps.map(({ id }) => [id, new Set(idsOf(collect(id)).map((step) => step.id))] as const),
  );
};

/** The first loop in the order of the document, as the ids along it; undefined when there is none. */
const findLoop = (steps: Step[], direct: Map<string, Set<string>>): string[] | undefined => {
  const done = new Set<string>();
  const visit = (id: string, trail: string[]): string[] | undefined => {
    const at = trail.indexOf(id);
    if (at >= 0) return [...trail.slice(at), id];
    if (done.has(id)) return undefined;
    for (const need of direct.get(id) ?? []) {
      const loop = visit(need, [...trail, id]);
      if (loop) return loop;
    }
    done.add(id);
    return undefined;
  };
  for (const { id } of steps) {
    const loop = visit(id, []);
    if (loop) return loop;
  }
  return undefined;
};

const checkReferences = (step: Step, path: string, ids: Set<string>): Problem[] => {
  const problems: Problem[] = step.needs.flatMap((need, index) => {
    const at = `${path}.needs.${index}`;
    if (!ids.has(need))
      return [{ path: at, code: "unknown_step", message: `There is no step "${need}".` }];
    return step.needs.indexOf(need) < index
      ? [{ path: at, code: "duplicate_need", message: `"${need}" is named twice.` }]
      : [];
  });
  const fallback = fallbackOf(step);
  const at = `${path}.onError.run`;
  if (fallback !== undefined && !ids.has(fallback))
    problems.push({ path: at, code: "unknown_step", message: `There is no step "${fallback}".` });
  if (fallback === step.id)
    problems.push({ path: at, code: "cycle", message: "A step cannot be its own way out." });
  return problems;
};

const unreachable = (
  steps: Step[],
  direct: Map<string, Set<string>>,
  loop: string[],
): Problem[] => {
  const reached = new Set<string>();
  for (let grew = true; grew; ) {
    grew = false;
    for (const { id } of steps) {
      if (reached.has(id) || [...(direct.get(id) ?? [])].some((need) => !reached.has(need)))
        continue;
      reached.add(id);
      grew = true;
    }
  }
  return steps.flatMap(({ id }, index) =>
    reached.has(id) || loop.includes(id)
      ? []
      : [
          {
            path: `steps.${index}`,
            code: "unreachable",
            message: `"${id}" waits for a loop and never runs.`,
          },
        ],
  );
};

/** Duplicate ids, references to nothing, loops and steps behind a loop. */
export const checkGraph = (steps: Step[]): Problem[] => {
  const ids = new Set(steps.map(({ id }) => id));
  const problems = steps.flatMap((step, index) => {
    const first = steps.findIndex(({ id }) => id === step.id);
    const path = `steps.${index}`;
    const message = `The id "${step.id}" is used by step ${first + 1} already.`;
    const twice = first < index ? [{ path: `${path}.id`, code: "duplicate_id", message }] : [];
    return [...twice, ...checkReferences(step, path, ids)];
  });
  const direct = edges(steps);
  const loop = findLoop(steps, direct);
  if (!loop) return problems;
  const index = steps.findIndex(({ id }) => id === loop[0]);
  const message = `These steps wait for each other: ${[...loop].reverse().join(" → ")}.`;
  return [
    ...problems,
    { path: `steps.${index}.needs`, code: "cycle", message },
    ...unreachable(steps, direct, loop),
  ];
};
