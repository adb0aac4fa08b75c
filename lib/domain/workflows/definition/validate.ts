import type { z } from "zod";
import {
  checkBare,
  checkTemplates,
  type Surroundings,
} from "@/lib/domain/workflows/definition/check-expressions";
import { checkTrigger } from "@/lib/domain/workflows/definition/check-trigger";
import { ancestors, checkGraph } from "@/lib/domain/workflows/definition/graph";
import {
  DEFINITION_BYTES_MAX,
  Definition,
  type Problem,
  STEPS_MAX,
  Step,
  Trigger,
} from "@/lib/domain/workflows/definition/schema";

/**
 * What validation needs to know of a step kind; `expressions` are the input fields that hold bare expressions, `filters`
 * those that hold one about something that comes later, with its name.
 */
type KindContract = {
  input: z.ZodType;
  body: boolean;
  expressions: readonly string[];
  filters: Readonly<Record<string, string>>;
};
export type KindContracts = Readonly<Record<string, KindContract>>;

type Result = { definition: Definition | undefined; problems: Problem[] };

const shapeProblems = (error: z.ZodError): Problem[] =>
  error.issues.map(({ path, code, message }) => ({
    path: path.map(String).join("."),
    code: code === "unrecognized_keys" ? "unknown_field" : code,
    message,
  }));

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

const inputProblems = (step: Step, kind: KindContract, path: string): Problem[] => {
  const parsed = kind.input.safeParse(step.with);
  if (parsed.success) return [];
  const { issues } = parsed.error;
  const constant = issues.filter(
    (issue) => !kind.expressions.includes(String(issue.path[0])) && !isOpen(step.with, issue.path),
  );
  return constant.map(({ path: at, code, message }) => ({
    path: [path, "with", ...at.map(String)].join("."),
    code: code === "unrecognized_keys" ? "unknown_field" : `input_${code}`,
    message,
  }));
};

const bodyProblems = (step: Step, kind: KindContract, path: string): Problem[] => {
  if (kind.body === (step.steps !== undefined)) return [];
  const [code, message] = kind.body
    ? ["body_missing", `"${step.type}" repeats steps; give it at least one.`]
    : ["body_unexpected", `"${step.type}" has no steps of its own.`];
  return [{ path: `${path}.steps`, code, message }];
};

const checkStep = (
  step: Step,
  path: string,
  kinds: KindContracts,
  around: Surroundings,
): Problem[] => {
  const kind = Object.hasOwn(kinds, step.type) ? kinds[step.type] : undefined;
  const when = step.when === undefined ? [] : checkBare(step.when, `${path}.when`, around);
  if (!kind) {
    const message = `There is no step type "${step.type}"; there are ${Object.keys(kinds).join(", ")}.`;
    return [{ path: `${path}.type`, code: "unknown_type", message }, ...when];
  }
  const bare = kind.expressions.flatMap((field): Problem[] => {
    const source = step.with[field];
    const at = `${path}.with.${field}`;
    if (typeof source === "string") return checkBare(source, at, around);
    return [{ path: at, code: "expression_missing", message: "An expression is needed here." }];
  });
  const filters = Object.entries(kind.filters).flatMap(([field, coming]): Problem[] => {
    const source = step.with[field];
    if (typeof source !== "string") return [];
    return checkBare(source, `${path}.with.${field}`, { ...around, coming });
  });
  const rest = Object.entries(step.with).filter(
    ([field]) => !kind.expressions.includes(field) && !Object.hasOwn(kind.filters, field),
  );
  return [
    ...when,
    ...bodyProblems(step, kind, path),
    ...inputProblems(step, kind, path),
    ...bare,
    ...filters,
    ...checkTemplates(Object.fromEntries(rest), `${path}.with`, around),
  ];
};

const UNREADABLE = "";
const PROBLEMS_MAX = 500;

// The parts of a misshapen document that can be read, so that their problems are told together with the shape's.
const readable = (document: unknown): { trigger: Trigger | undefined; steps: Step[] } => {
  const { trigger, steps } = (document ?? {}) as { trigger?: unknown; steps?: unknown };
  const items: unknown[] = Array.isArray(steps) ? steps.slice(0, STEPS_MAX) : [];
  return {
    trigger: Trigger.safeParse(trigger).data,
    steps: items.map((item, index): Step => {
      const id = (item as { id?: unknown } | null)?.id;
      const blank = Step.parse({ id: "x", type: "x" });
      return (
        Step.safeParse(item).data ?? {
          ...blank,
          id: typeof id === "string" ? id : `#${index + 1}`,
          type: UNREADABLE,
        }
      );
    }),
  };
};

/**
 * Every problem of a document at once; `definition` is there when its shape is right, even if problems remain. Pure: the
 * same answer on the server and in the browser.
 */
export const validate = (document: unknown, kinds: KindContracts): Result => {
  const bytes = JSON.stringify(document)?.length ?? 0;
  if (bytes > DEFINITION_BYTES_MAX) {
    const message = `A workflow has at most ${DEFINITION_BYTES_MAX} bytes; this one has ${bytes}.`;
    return { definition: undefined, problems: [{ path: "", code: "too_large", message }] };
  }
  const parsed = Definition.safeParse(document);
  const { trigger, steps } = parsed.success ? parsed.data : readable(document);
  const before = ancestors(steps);
  const ids = new Set(steps.map(({ id }) => id));
  const stepProblems = steps.flatMap((step, index) =>
    step.type === UNREADABLE
      ? []
      : checkStep(step, `steps.${index}`, kinds, {
          trigger,
          steps: ids,
          before: before.get(step.id) ?? new Set(),
        }),
  );
  const problems = [
    ...(parsed.success ? [] : shapeProblems(parsed.error)),
    ...(trigger ? checkTrigger(trigger) : []),
    ...checkGraph(steps),
    ...stepProblems,
  ];
  return { definition: parsed.data, problems: problems.slice(0, PROBLEMS_MAX) };
};
