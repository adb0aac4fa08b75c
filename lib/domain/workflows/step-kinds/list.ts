import { z } from "zod";
import { Trigger } from "@/lib/domain/workflows/definition/schema";
import type { StepKindItem, StepKindList } from "@/lib/domain/workflows/step-kinds/schema";
import { stepKinds } from "@/lib/domain/workflows/steps/registry";
import type { StepKind } from "@/lib/domain/workflows/steps/step-kind";

const jsonSchema = (schema: z.ZodType, io: "input" | "output"): Record<string, unknown> => {
  const { $schema: _, ...made } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return made;
};

const describe = (kind: StepKind): StepKindItem => {
  const { type, title, summary, group, icon, docs, pure, body } = kind;
  return {
    ...{ type, title, summary, group, icon, docs, pure, body },
    inputSchema: jsonSchema(kind.input, "input"),
    outputSchema: jsonSchema(kind.output, "output"),
    expressions: [...kind.expressions, ...Object.keys(kind.filters)],
    names: [...(body ? ["item", "index"] : []), ...Object.values(kind.filters)],
    wait: kind.until !== undefined || kind.wait !== undefined,
  };
};

let made: StepKindList | undefined;

/** Every step kind and every way to start a workflow, with their forms. The same for everybody; made once. */
export const listStepKinds = (): StepKindList => {
  made ??= {
    data: Object.values(stepKinds).map(describe),
    triggers: Trigger.options.map((option) => ({
      type: String(option.shape.type.value),
      inputSchema: jsonSchema(option, "input"),
    })),
  };
  return made;
};
