import {
  DEFINITION_BYTES_MAX,
  type Problem,
  STEPS_MAX,
} from "@/lib/domain/workflows/definition/schema";

const DEPTH_MAX = 64;
const VALUES_MAX = 50_000;
/** Expressions of one document; each costs time to read. */
export const EXPRESSIONS_MAX = 1000;

const whole = (code: string, message: string): Problem => ({ path: "", code, message });

/** What makes a document too much to look at any closer: bytes, values, depth. Walks it without recursion. */
export const sizeProblem = (document: unknown): Problem | undefined => {
  const open: [value: unknown, depth: number][] = [[document, 0]];
  for (let seen = 0; open.length > 0; seen++) {
    const [value, depth] = open.pop() ?? [null, 0];
    if (typeof value !== "object" || value === null) continue;
    if (depth > DEPTH_MAX)
      return whole("too_deep", `Values nest at most ${DEPTH_MAX} deep in a workflow.`);
    const inner = Object.values(value);
    if (seen + open.length + inner.length > VALUES_MAX)
      return whole("too_large", `A workflow has at most ${VALUES_MAX} values.`);
    for (const one of inner) open.push([one, depth + 1]);
  }
  const bytes = JSON.stringify(document)?.length ?? 0;
  if (bytes <= DEFINITION_BYTES_MAX) return undefined;
  const limit = `A workflow has at most ${DEFINITION_BYTES_MAX} bytes; this one has ${bytes}.`;
  return whole("too_large", limit);
};

/** The document with no more steps than are needed to see that there are too many. */
export const withFewSteps = (document: unknown): unknown => {
  const { steps } = (document ?? {}) as { steps?: unknown };
  return Array.isArray(steps) && steps.length > STEPS_MAX
    ? { ...(document as object), steps: steps.slice(0, STEPS_MAX + 1) }
    : document;
};
