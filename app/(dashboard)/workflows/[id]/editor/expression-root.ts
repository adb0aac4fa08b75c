import { nodeIds, stepsOf, TRIGGER_ID } from "@/app/_ui/canvas/graph";
import type { JsonSchema, Known } from "@/app/_ui/expression/known";
import type { Document } from "@/app/(dashboard)/workflows/[id]/document/edit";
import type { Sample } from "@/app/(dashboard)/workflows/[id]/editor/use-sample";
import type { StepKindItem } from "@/lib/domain/workflows/step-kinds/schema";

const text: JsonSchema = { type: "string" };
const any: JsonSchema = {};
const object = (properties: Record<string, JsonSchema>): JsonSchema => ({
  type: "object",
  properties,
});

const TRIGGERS: Record<string, JsonSchema> = {
  webhook: object({ body: any, headers: object({}), topic: text }),
  manual: object({ input: object({}) }),
  event: object({ event: object({ id: text, name: text, data: any }) }),
  schedule: object({ scheduledAt: text }),
  polling: object({ item: any, polledAt: text }),
  workflow: object({ run: object({ id: text, status: text, error: any, outputs: any }) }),
};

const triggerSchema = (trigger: unknown): JsonSchema => {
  const { type, fields } = (trigger ?? {}) as {
    type?: string;
    fields?: { name?: string; type?: string }[];
  };
  if (type !== "manual" || !Array.isArray(fields)) return TRIGGERS[type ?? ""] ?? any;
  const kinds: Record<string, string> = { number: "number", boolean: "boolean" };
  const names = fields.flatMap(({ name, type: kind }) =>
    name ? [[name, { type: kinds[kind ?? ""] ?? "string" }] as const] : [],
  );
  return object({ input: object(Object.fromEntries(names)) });
};

/** Ids of the steps that come before a step, nearest first. */
export const stepsBefore = (document: Document, id: string): string[] => {
  const ids = nodeIds(document);
  const steps = stepsOf(document);
  const before = (of: string): string[] => {
    const step = steps[ids.indexOf(of)];
    const needs = Array.isArray(step?.needs) ? step.needs.map(String) : [];
    const failing = steps.flatMap(({ onError }, index) =>
      (onError as { run?: unknown } | undefined)?.run === of ? [ids[index] ?? ""] : [],
    );
    return [...needs, ...failing].filter((need) => ids.includes(need));
  };
  const found = new Set<string>();
  for (let next = before(id); next.length > 0; ) {
    const fresh = next.filter((one) => one !== id && !found.has(one));
    for (const one of fresh) found.add(one);
    next = fresh.flatMap(before);
  }
  return [...found];
};

type Around = {
  document: Document;
  kinds: readonly StepKindItem[];
  sample: Sample | undefined;
  tenant: Record<string, unknown>;
  workflow: { id: string; name: string };
};

const POLLED = {
  answer: object({ status: any, headers: any, body: any }),
  item: any,
  items: any,
  cursor: text,
};

// A polling trigger reads the answer it got; the filter of an event reads the event.
const triggerRoot = (
  document: Document,
  sample: Sample | undefined,
  tenant: Record<string, unknown>,
) => {
  const { type } = (document.trigger ?? {}) as { type?: string };
  if (type === "polling") return { root: { schema: object(POLLED) }, scope: undefined };
  const scope = sample && { trigger: sample.trigger, tenant };
  const schema = object({ trigger: triggerSchema(document.trigger), tenant: object({}) });
  return { root: { schema, value: scope ?? { tenant } }, scope };
};

/** What expressions of a step can read: names and types from the document, values from the sample. */
export const expressionRoot = (
  stepId: string,
  { document, kinds, sample, tenant, workflow }: Around,
): { root: Known; scope: Record<string, unknown> | undefined } => {
  if (stepId === TRIGGER_ID) return triggerRoot(document, sample, tenant);
  const ids = nodeIds(document);
  const steps = stepsOf(document);
  const own = steps[ids.indexOf(stepId)];
  const names = kinds.find(({ type }) => type === own?.type)?.names ?? [];
  const reachable = stepsBefore(document, stepId);
  const outputs = reachable.map((id) => {
    const type = steps[ids.indexOf(id)]?.type;
    const output = kinds.find((kind) => kind.type === type)?.outputSchema ?? any;
    const error = object({ code: text, message: text });
    return [id, object({ output: output as JsonSchema, error, status: text })] as const;
  });
  const run = {
    id: "01a1f000-0000-7000-8000-000000000000",
    workflowId: workflow.id,
    workflowName: workflow.name,
    version: 1,
    queuedAt: new Date().toISOString(),
  };
  const scope = sample && {
    trigger: sample.trigger,
    steps: Object.fromEntries(
      reachable.flatMap((id) => (id in sample.steps ? [[id, sample.steps[id]] as const] : [])),
    ),
    run,
    tenant,
  };
  const schema = object({
    trigger: triggerSchema(document.trigger),
    steps: object(Object.fromEntries(outputs)),
    run: object({}),
    tenant: object({}),
    ...Object.fromEntries(names.map((name) => [name, any])),
  });
  return { root: { schema, value: scope ?? { run, tenant } }, scope };
};
