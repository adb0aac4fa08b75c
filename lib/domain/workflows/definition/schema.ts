import { z } from "zod";
import { durationMs } from "@/lib/core/expression/instant";

export const DEFINITION_BYTES_MAX = 262_144;
export const STEPS_MAX = 200;
const BODY_STEPS_MAX = 20;
/** How long an attempt may take when nothing is said. */
export const TIMEOUT_MS = 30_000;

const StepId = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]{0,59}$/, "Letters, digits, _ and -, a letter first, at most 60.");

/** One field of a manual trigger's form. `options` belong to `select`. */
export const FormField = z.strictObject({
  name: z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,59}$/, "Letters, digits and _, a letter first."),
  label: z.string().max(120).optional(),
  type: z.enum(["text", "number", "boolean", "date", "email", "select"]).default("text"),
  required: z.boolean().default(false),
  options: z.array(z.string().min(1).max(120)).min(1).max(50).optional(),
});
export type FormField = z.infer<typeof FormField>;

const SignatureScheme = z.enum(["shopify", "stripe", "standard", "hmac", "none"]);

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const isInterval = (text: string): boolean => {
  const ms = durationMs(text);
  return ms !== undefined && ms >= MINUTE_MS && ms <= DAY_MS;
};

const Expression = z.string().min(1).max(2048);

/**
 * Asks an address again and again; each item that was not there before starts a run with `trigger.item`. `items`, `id`,
 * `next` and `cursor.value` are expressions over `answer` (`status`, `headers`, `body`); `id` also over `item`,
 * `cursor.value` also over `items` and the old `cursor`. Texts of `url`, `headers` and `body` may hold `{{ cursor }}`.
 * Without `next` pages are followed by the header `Link: <…>; rel="next"`.
 */
const Polling = z.strictObject({
  type: z.literal("polling"),
  url: z.string().min(1).max(4000).meta({ title: "URL" }),
  method: z.enum(["GET", "POST"]).default("GET"),
  headers: z.record(z.string().max(128), z.string().max(8192)).default({}),
  body: z.unknown().optional(),
  every: z
    .string()
    .max(20)
    .refine(isInterval, "From 1m to 1d, such as 5m or 1h.")
    .default("5m")
    .meta({ title: "Ask every", description: "From 1m to 1d, such as 5m or 1h." }),
  items: Expression.meta({
    description: "Where the list of items is in the answer, such as answer.body.orders.",
  }),
  id: Expression.meta({
    title: "Id of an item",
    description: "Tells an item from all others, such as item.id.",
  }),
  cursor: z
    .strictObject({ value: Expression, initial: z.string().max(1000).default("") })
    .optional()
    .meta({
      title: "Cursor",
      description:
        "What is kept of an answer for the next one: {{ cursor }} in URL, headers, body.",
    }),
  next: Expression.optional().meta({
    title: "Next page",
    description: "Its address, from answer. Without it the header Link is followed.",
  }),
  startFrom: z
    .enum(["now", "beginning"])
    .default("now")
    .meta({ title: "Begin with", description: "What is there now is passed over, or taken." }),
});
export type Polling = z.infer<typeof Polling>;

/** What starts a workflow. Expressions are CEL; times of a schedule are in `timeZone` (IANA). */
export const Trigger = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("webhook"),
    provider: z.enum(["shopify", "stripe", "generic"]),
    topic: z
      .string()
      .min(1)
      .max(120)
      .optional()
      .meta({ description: "Only deliveries of this topic, such as orders/create." }),
    scheme: SignatureScheme.optional().meta({
      title: "Signature",
      description: "Without it the provider's own.",
    }),
  }),
  z.strictObject({
    type: z.literal("manual"),
    fields: z.array(FormField).max(50).default([]).meta({ title: "Fields of the form" }),
  }),
  z.strictObject({
    type: z.literal("event"),
    name: z.string().min(1).max(200).meta({ title: "Event", description: "Its name." }),
    if: z
      .string()
      .max(2048)
      .optional()
      .meta({ title: "Only when", description: "True or false, from trigger.event." }),
  }),
  z.strictObject({
    type: z.literal("schedule"),
    cron: z.string().min(1).max(120).meta({
      title: "When",
      description: 'Minute, hour, day, month, weekday: "0 9 * * 1-5" is nine on working days.',
    }),
    timeZone: z.string().min(1).max(64).default("UTC").meta({ widget: "timeZone" }),
    missed: z
      .enum(["skip", "run-once"])
      .default("run-once")
      .meta({ title: "Times that were missed", description: "Left out, or made up for once." }),
  }),
  Polling,
  z.strictObject({
    type: z.literal("workflow"),
    workflowId: z.uuid().meta({ title: "Workflow", widget: "workflow" }),
    on: z
      .array(z.enum(["succeeded", "failed", "cancelled"]))
      .min(1)
      .max(3)
      .default(["succeeded"])
      .meta({ title: "When its run has" }),
  }),
]);
export type Trigger = z.infer<typeof Trigger>;

/** How a failed step is tried again. Delays in milliseconds, each a random share of the backoff (full jitter). */
const Retry = z.strictObject({
  maxAttempts: z.int().min(1).max(20).default(5),
  backoff: z.enum(["fixed", "exponential"]).default("exponential"),
  initialMs: z.int().min(1).max(3_600_000).default(1000),
  maxMs: z.int().min(1).max(86_400_000).default(300_000),
});

const PlainStep = z.strictObject({
  id: StepId,
  type: z.string().min(1).max(60),
  name: z.string().max(120).optional(),
  needs: z.array(z.string().max(60)).max(50).default([]),
  join: z.enum(["all", "any"]).default("all"),
  when: z.string().max(2100).optional(),
  with: z.record(z.string(), z.unknown()).default({}),
  retry: Retry.optional(),
  timeoutMs: z.int().min(100).max(300_000).default(TIMEOUT_MS),
  onError: z
    .union([z.enum(["fail", "continue"]), z.strictObject({ run: z.string().max(60) })])
    .default("fail"),
});

/**
 * One step. `needs` come first; `join` says whether all of them or any of them must have been done. `steps` is the body of
 * a kind that repeats one; a body has no bodies.
 */
export const Step = PlainStep.extend({
  steps: z.array(PlainStep).min(1).max(BODY_STEPS_MAX).optional(),
});
export type Step = z.infer<typeof Step>;

/** A workflow document, schema version 1. A published one never changes; a run executes exactly one. */
export const Definition = z.strictObject({
  schemaVersion: z.literal(1),
  name: z.string().trim().min(1).max(120),
  description: z.string().max(2000).optional(),
  trigger: Trigger,
  steps: z.array(Step).min(1).max(STEPS_MAX),
});
export type Definition = z.infer<typeof Definition>;

/** A place in a document that is not right; `path` is dotted, such as `steps.0.with.url`. */
export const Problem = z.object({ path: z.string(), code: z.string(), message: z.string() });
export type Problem = z.infer<typeof Problem>;
