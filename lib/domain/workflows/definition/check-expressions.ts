import { checkExpression } from "@/lib/core/expression/expression";
import type { VariablePath } from "@/lib/core/expression/paths";
import { checkTemplate } from "@/lib/core/expression/template";
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

/** What may be named at one place of a document: all steps of it, and those that come before this place. */
export type Surroundings = {
  trigger: Trigger | undefined;
  steps: ReadonlySet<string>;
  before: ReadonlySet<string>;
  /** The name of something that comes later, whose fields nobody knows yet. */
  coming?: string;
  /** Where only these variables are, such as in a trigger that asks before there is a run. */
  names?: readonly string[];
};

const list = (names: Iterable<string>) => [...names].join(", ");

const unknownField = (root: string, name: string, fields: string[]): string | undefined =>
  fields.includes(name) ? undefined : `There is no ${root}.${name}; there is ${list(fields)}.`;

const stepProblem = ([, id, field]: string[], { steps, before }: Surroundings) => {
  if (id === undefined) return undefined;
  if (!steps.has(id)) return { code: "unknown_variable", message: `There is no step "${id}".` };
  if (!before.has(id)) {
    const message = `"${id}" does not come before this step; add it to needs.`;
    return { code: "not_upstream", message };
  }
  const message = field === undefined ? undefined : unknownField(`steps.${id}`, field, STEP_FIELDS);
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
  if (root === "steps") return stepProblem(path, around);
  const fields = {
    run: RUN_FIELDS,
    tenant: TENANT_FIELDS,
    trigger: around.trigger && TRIGGER_FIELDS[around.trigger.type],
  };
  if (!Object.hasOwn(fields, root)) {
    const message = `There is no variable "${root}"; there are trigger, steps, run and tenant.`;
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

/** Problems of a bare expression at `path`. */
export const checkBare = (source: string, path: string, around: Surroundings): Problem[] => {
  const checked = checkExpression(bareExpression(source));
  if ("expression" in checked) return variableProblems(checked.expression.paths, 0, path, around);
  const { code, message, position } = checked.problem;
  return [{ path, code, message: at(message, position) }];
};

const checkText = (text: string, path: string, around: Surroundings): Problem[] => {
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
