import type { z } from "zod";
import { isExpressionPlace } from "@/lib/domain/workflows/definition/expression-fields";
import { type Problem, type Step, TIMEOUT_MS } from "@/lib/domain/workflows/definition/schema";

/**
 * What validation needs to know of a step kind; `expressions` are the input fields that hold bare expressions, `filters`
 * those that hold one about something that comes later, with its name.
 */
export type KindContract = {
  input: z.ZodType;
  output: z.ZodType;
  body: boolean;
  expressions: readonly string[];
  filters: Readonly<Record<string, string>>;
  /** There for kinds that do something at once, and so can be done for each item. */
  run?: unknown;
  /** There for kinds that end the run. */
  stops?: unknown;
};
export type KindContracts = Readonly<Record<string, KindContract>>;

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (at, key) =>
      typeof at === "object" && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  );

// A value with an expression in it is known only when the run is there, so only constants are held against the schema.
const isOpen = (input: unknown, path: readonly PropertyKey[]): boolean =>
  path.some((_, length) => hasTemplate(valueAt(input, path.slice(0, length + 1)))) ||
  (path.length === 0 && hasTemplate(input));

const hasTemplate = (value: unknown): boolean => typeof value === "string" && value.includes("{{");

/** Constant values of a step that its kind does not take. */
export const inputProblems = (step: Step, kind: KindContract, path: string): Problem[] => {
  const parsed = kind.input.safeParse(step.with);
  if (parsed.success) return [];
  const { issues } = parsed.error;
  const constant = issues.filter(
    (issue) => !isExpressionPlace(issue.path, kind.expressions) && !isOpen(step.with, issue.path),
  );
  return constant.map(({ path: at, code, message }) => ({
    path: [path, "with", ...at.map(String)].join("."),
    code: code === "unrecognized_keys" ? "unknown_field" : `input_${code}`,
    message,
  }));
};

/** Whether a step has steps of its own where its kind repeats some, and only there. */
export const bodyProblems = (step: Step, kind: KindContract, path: string): Problem[] => {
  if (kind.body === (step.steps !== undefined)) return [];
  const [code, message] = kind.body
    ? ["body_missing", `"${step.type}" repeats steps; give it at least one.`]
    : ["body_unexpected", `"${step.type}" has no steps of its own.`];
  return [{ path: `${path}.steps`, code, message }];
};

const LOOP_HAS_NO: Record<string, string> = {
  retry:
    "attempts of its own: each item is tried again by its steps. Put retry on the step inside.",
  timeoutMs:
    "time-out of its own: it takes as long as its items. Put timeoutMs on the step inside.",
};

/**
 * Settings of single attempts on a step that repeats others, where they would mean nothing. Takes the document as it is
 * written; the time-out that publishing writes out for every step is none that somebody chose.
 */
export const loopProblems = (document: unknown, kinds: KindContracts): Problem[] => {
  const { steps } = (document ?? {}) as { steps?: unknown };
  const written: unknown[] = Array.isArray(steps) ? steps : [];
  return written.flatMap((step, index): Problem[] => {
    const { type, ...given } = (step ?? {}) as Record<string, unknown>;
    const repeats = typeof type === "string" && Object.hasOwn(kinds, type) && kinds[type]?.body;
    if (!repeats) return [];
    return Object.entries(LOOP_HAS_NO).flatMap(([field, why]) =>
      given[field] === undefined || given[field] === TIMEOUT_MS
        ? []
        : [
            {
              path: `steps.${index}.${field}`,
              code: "not_for_loop",
              message: `"${type}" has no ${why}`,
            },
          ],
    );
  });
};

/** What the output of each step looks like, where its kind is known. */
export const outputsOf = (steps: readonly Step[], kinds: KindContracts): [string, z.ZodType][] =>
  steps.flatMap(({ id, type }) => {
    const kind = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
    return kind ? [[id, kind.output] as [string, z.ZodType]] : [];
  });
