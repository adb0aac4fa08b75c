import { z } from "zod";

const JsonSchema = z.record(z.string(), z.unknown());

/**
 * A step kind as forms and documentation need it. Schemas are JSON Schema 2020-12 made from the kind's zod schemas;
 * `title`, `description` and `widget` in them come from its fields. `docs` is Markdown.
 */
export const StepKindItem = z.object({
  type: z.string(),
  title: z.string(),
  summary: z.string(),
  group: z.string(),
  /** A Lucide name. */
  icon: z.string(),
  docs: z.string(),
  inputSchema: JsonSchema,
  outputSchema: JsonSchema,
  /** Paths of input fields that hold an expression without braces; `*` stands for any name or place. */
  expressions: z.array(z.string()),
  /** Names that expressions of its input or body may use besides those of every step. */
  names: z.array(z.string()),
  /** Touches nothing outside. */
  pure: z.boolean(),
  /** Holds steps of its own. */
  body: z.boolean(),
  /** Waits for somebody or something. */
  wait: z.boolean(),
});
export type StepKindItem = z.infer<typeof StepKindItem>;

/** A way to start a workflow; the schema is that of the document's `trigger`. */
export const TriggerKindItem = z.object({ type: z.string(), inputSchema: JsonSchema });
export type TriggerKindItem = z.infer<typeof TriggerKindItem>;

export const StepKindList = z.object({
  data: z.array(StepKindItem),
  triggers: z.array(TriggerKindItem),
});
export type StepKindList = z.infer<typeof StepKindList>;
