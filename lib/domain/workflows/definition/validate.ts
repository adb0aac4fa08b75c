import type { z } from "zod";
import { unreadApprovals } from "@/lib/domain/workflows/definition/check-calls";
import {
  checkBare,
  checkTemplates,
  type Surroundings,
} from "@/lib/domain/workflows/definition/check-expressions";
import { checkTrigger } from "@/lib/domain/workflows/definition/check-trigger";
import { fieldProblems } from "@/lib/domain/workflows/definition/expression-fields";
import { ancestors, checkGraph } from "@/lib/domain/workflows/definition/graph";
import {
  bodyProblems,
  inputProblems,
  type KindContracts,
  loopProblems,
  outputsOf,
} from "@/lib/domain/workflows/definition/kind-contract";
import {
  EXPRESSIONS_MAX,
  sizeProblem,
  withFewSteps,
} from "@/lib/domain/workflows/definition/measure";
import { checkReach } from "@/lib/domain/workflows/definition/reach";
import {
  Definition,
  type Problem,
  STEPS_MAX,
  Step,
  Trigger,
} from "@/lib/domain/workflows/definition/schema";

type Result = { definition: Definition | undefined; problems: Problem[] };

const shapeProblems = (error: z.ZodError): Problem[] =>
  error.issues.map(({ path, code, message }) => ({
    path: path.map(String).join("."),
    code: code === "unrecognized_keys" ? "unknown_field" : code,
    message,
  }));

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
  const fields = fieldProblems(step.with, kind.expressions, `${path}.with`, {
    bare: (source, at) => checkBare(source, at, around),
    templates: (value, at, field) =>
      Object.hasOwn(kind.filters, field) ? [] : checkTemplates(value, at, around),
  });
  const filters = Object.entries(kind.filters).flatMap(([field, coming]): Problem[] => {
    const source = step.with[field];
    if (typeof source !== "string") return [];
    const locals = [...(around.locals ?? []), coming];
    return checkBare(source, `${path}.with.${field}`, { ...around, locals });
  });
  return [
    ...when,
    ...bodyProblems(step, kind, path),
    ...inputProblems(step, kind, path),
    ...fields,
    ...filters,
    ...checkBody(step, path, kinds, around),
  ];
};

/** The steps of a body: a small document of its own that may also read what its step may. */
const checkBody = (
  { steps: body = [] }: Step,
  path: string,
  kinds: KindContracts,
  around: Surroundings,
): Problem[] => {
  const before = ancestors(body);
  const ids = new Set(body.map(({ id }) => id));
  const inside = body.flatMap((step, index): Problem[] => {
    const at = `${path}.steps.${index}`;
    const twice = around.steps.has(step.id)
      ? [
          {
            path: `${at}.id`,
            code: "duplicate_id",
            message: `The id "${step.id}" is used outside.`,
          },
        ]
      : [];
    const kind = Object.hasOwn(kinds, step.type) ? kinds[step.type] : undefined;
    const message = `"${step.type}" cannot be done for each item; put it into a workflow of its own and run that.`;
    const fits = !kind || (kind.run !== undefined && kind.stops === undefined);
    const unfit = fits ? [] : [{ path: `${at}.type`, code: "not_in_body", message }];
    const own = {
      ...around,
      steps: new Set([...around.steps, ...ids]),
      before: new Set([...around.before, ...(before.get(step.id) ?? [])]),
      outputs: new Map([...(around.outputs ?? []), ...outputsOf(body, kinds)]),
      locals: ["item", "index"],
    };
    return [...twice, ...unfit, ...checkStep(step, at, kinds, own)];
  });
  const graph = checkGraph(body).map((problem) => ({
    ...problem,
    path: `${path}.${problem.path}`,
  }));
  return [...graph, ...inside];
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
  const tooMuch = sizeProblem(document);
  if (tooMuch) return { definition: undefined, problems: [tooMuch] };
  const few = withFewSteps(document);
  const parsed = Definition.safeParse(few);
  const { trigger, steps } = parsed.success ? parsed.data : readable(document);
  const before = ancestors(steps);
  const around = {
    trigger,
    steps: new Set(steps.map(({ id }) => id)),
    outputs: new Map(outputsOf(steps, kinds)),
    left: { expressions: EXPRESSIONS_MAX },
  };
  const stepProblems = steps.flatMap((step, index) =>
    step.type === UNREADABLE
      ? []
      : checkStep(step, `steps.${index}`, kinds, {
          ...around,
          before: before.get(step.id) ?? new Set(),
        }),
  );
  const graph = checkGraph(steps);
  const stops = new Set(Object.keys(kinds).filter((type) => kinds[type]?.stops));
  const hasLoop = graph.some(({ code }) => code === "cycle");
  const problems = [
    ...(parsed.success ? [] : shapeProblems(parsed.error)),
    ...(trigger ? checkTrigger(trigger) : []),
    ...graph,
    ...(hasLoop ? [] : checkReach(steps, stops)),
    ...unreadApprovals(steps),
    ...loopProblems(few, kinds),
    ...stepProblems,
  ];
  return { definition: parsed.data, problems: problems.slice(0, PROBLEMS_MAX) };
};
