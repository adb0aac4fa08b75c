import type { z } from "zod";
import { checkExpression } from "@/lib/core/expression/expression";
import type { VariablePath } from "@/lib/core/expression/paths";
import { checkTemplate } from "@/lib/core/expression/template";
import { EXPRESSIONS_MAX } from "@/lib/domain/workflows/definition/measure";
import { outputProblem } from "@/lib/domain/workflows/definition/output-paths";
import type { Problem, Trigger } from "@/lib/domain/workflows/definition/schema";

const RUN_FIELDS = ["id", "workflowId", "workflowName", "version", "queuedAt"];
const TENANT_FIELDS = ["id", "name", "slug", "plan", "timeZone", "currency"];
const STEP_FIELDS = ["output", "error", "status"];
const TRIGGER_FIELDS: Record<Trigger["type"], string[]> = {
  webhook: ["body", "headers", "topic"],
  manual: ["input"],
  event: ["event"],
  schedule: ["scheduledAt"],
  polling: ["item", "polledAt"],
  workflow: ["run"],
};

/**
 * What may be named at one place of a document: all steps of it, those that come before this place, what they give where
 * that is known, and names that exist only here. `left` is how many expressions may still be read.
 */
export type Surroundings = {
  trigger: Trigger | undefined;
  steps: ReadonlySet<string>;
  before: ReadonlySet<string>;
  /** The name of something that comes later, whose fields nobody knows yet. */
  coming?: string;
  /** Where only these variables are, such as in a trigger that asks before there is a run. */
  names?: readonly string[];
  outputs?: ReadonlyMap<string, z.ZodType>;
  locals?: readonly string[];
  left?: { expressions: number };
};

const list = (names: Iterable<string>) => [...names].join(", ");

const unknownField = (root: string, name: string, fields: string[]): string | undefined =>
  fields.includes(name) ? undefined : `There is no ${root}.${name}; there is ${list(fields)}.`;

const stepProblem = ([, id, field, ...rest]: string[], around: Surroundings) => {
  const { steps, before, outputs } = around;
  if (id === undefined) return undefined;
  if (!steps.has(id)) return { code: "unknown_variable", message: `There is no step "${id}".` };
  if (!before.has(id)) {
    const message = `"${id}" does not come before this step; add it to needs.`;
    return { code: "not_upstream", message };
  }
  if (field === undefined) return undefined;
  const output = field === "output" ? outputs?.get(id) : undefined;
  const message = output
    ? outputProblem(output, id, rest)
    : unknownField(`steps.${id}`, field, STEP_FIELDS);
  return message ? { code: "unknown_variable", message } : undefined;
};

const pathProblem = (path: string[], around: Surroundings) => {
  const [root = "", name] = path;
  if (root === around.coming) return undefined;
  if (around.names) {
    if (around.names.includes(root)) return undefined;
    const message = `There is no variable "${root}" here; there is ${list(around.names)}.`;
    return { code: "unknown_variable", message };
  }
  if (around.locals?.includes(root)) return undefined;
  if (root === "steps") return stepProblem(path, around);
  const fields = {
    run: RUN_FIELDS,
    tenant: TENANT_FIELDS,
    trigger: around.trigger && TRIGGER_FIELDS[around.trigger.type],
  };
  if (!Object.hasOwn(fields, root)) {
    const names = ["trigger", "steps", "run", "tenant", ...(around.locals ?? [])];
    const message = `There is no variable "${root}"; there is ${list(names)}.`;
    return { code: "unknown_variable", message };
  }
  const known = fields[root as keyof typeof fields];
  const message = name === undefined || !known ? undefined : unknownField(root, name, known);
  return message ? { code: "unknown_variable", message } : undefined;
};

const at = (message: string, position: number) => `${message} (at character ${position + 1})`;

const variableProblems = (
  paths: VariablePath[],
  offset: number,
  path: string,
  around: Surroundings,
) =>
  paths.flatMap((found): Problem[] => {
    const problem = pathProblem(found.path, around);
    if (!problem) return [];
    return [{ path, code: problem.code, message: at(problem.message, offset + found.position) }];
  });

/** An expression written without braces, such as `when`; braces around the whole are accepted too. */
export const bareExpression = (source: string): string => {
  const inner = /^\s*\{\{([\s\S]*)\}\}\s*$/.exec(source)?.[1];
  return inner === undefined || inner.includes("}}") ? source : inner;
};

/** Counts expressions about to be read; the problem of the first that is too many, and nothing more of those after it. */
const overBudget = (count: number, path: string, { left }: Surroundings) => {
  if (!left) return undefined;
  const had = left.expressions;
  left.expressions -= count;
  if (left.expressions >= 0) return undefined;
  const message = `A workflow has at most ${EXPRESSIONS_MAX} expressions.`;
  return had >= 0 ? [{ path, code: "too_many_expressions", message }] : [];
};

/** Problems of a bare expression at `path`. */
export const checkBare = (source: string, path: string, around: Surroundings): Problem[] => {
  const over = overBudget(1, path, around);
  if (over) return over;
  const checked = checkExpression(bareExpression(source));
  if ("expression" in checked) return variableProblems(checked.expression.paths, 0, path, around);
  const { code, message, position } = checked.problem;
  return [{ path, code, message: at(message, position) }];
};

const checkText = (text: string, path: string, around: Surroundings): Problem[] => {
  if (!text.includes("{{")) return [];
  const over = overBudget(text.split("{{").length - 1, path, around);
  if (over) return over;
  const { problems, expressions } = checkTemplate(text);
  return [
    ...problems.map(({ code, message, position }) => ({
      path,
      code,
      message: at(message, position),
    })),
    ...expressions.flatMap(({ expression, position }) =>
      variableProblems(expression.paths, position, path, around),
    ),
  ];
};

/** Problems of every text with `{{ … }}` below `value`. */
export const checkTemplates = (value: unknown, path: string, around: Surroundings): Problem[] => {
  if (typeof value === "string") return checkText(value, path, around);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, field]) =>
    checkTemplates(field, `${path}.${key}`, around),
  );
};
