import { z } from "zod";

/** Sends of one sequence, steps of one person. */
export const STEPS_MAX = 40;

/** Why somebody may be sent marketing: asked for it, bought something similar (soft opt-in), or it is part of a contract. */
export const CONSENT_BASES = ["opt-in", "soft-opt-in", "contract"] as const;

const Key = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, "Small letters, digits and -, a letter first.");
const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "A time of day such as 09:00.");
const EventName = z.string().min(1).max(200);
const Condition = z.string().min(1).max(2048);

/**
 * When a step is due: on a calendar day of the person's zone counted from the day of entry (`day` 0 without `at` is at
 * once), or a time after the step before it (`after`: 30m, 2h, 3d).
 */
const When = z.union([
  z.strictObject({ day: z.int().min(0).max(365), at: Clock.optional() }),
  z.strictObject({
    after: z.string().regex(/^\d{1,4}[mhd]$/, "A duration such as 30m, 2h or 3d."),
  }),
]);
export type When = z.infer<typeof When>;

/** What a mail says: Markdown with `{{ … }}` over person, tenant and event. */
export const Content = z.strictObject({
  subject: z.string().min(1).max(200),
  preview: z.string().max(200).default(""),
  body: z.string().min(1).max(20_000),
  action: z
    .strictObject({ label: z.string().min(1).max(60), url: z.string().min(1).max(2000) })
    .optional(),
});
export type Content = z.infer<typeof Content>;

const Mail = z.strictObject({
  key: Key,
  type: z.literal("mail"),
  when: When,
  /** Sent only while this holds, judged right before sending. */
  if: Condition.optional(),
  /** Only for people in one of these arms of the experiment. */
  arms: z.array(Key).min(1).max(8).optional(),
  /** Also for those held out, because it answers an act of theirs. */
  toHeldOut: z.boolean().default(false),
  content: Content,
  /** For people who read German; without it they get the other. */
  contentDe: Content.optional(),
  /** A mail that could not be sent for this long is not sent any more. */
  lateHours: z.int().min(1).max(720).default(72),
});

const Wait = z.strictObject({
  key: Key,
  type: z.literal("wait"),
  event: EventName,
  if: Condition.optional(),
  /** Goes on without the event then. */
  until: When,
});

export const SequenceStep = z.discriminatedUnion("type", [Mail, Wait]);
export type SequenceStep = z.infer<typeof SequenceStep>;

/** Local hours in which mail of a sequence may go out. Weekdays Monday 1 to Sunday 7. */
const Window = z.strictObject({
  days: z.array(z.int().min(1).max(7)).min(1).max(7).default([1, 2, 3, 4, 5, 6, 7]),
  from: Clock.default("08:00"),
  to: Clock.default("20:00"),
});
export type Window = z.infer<typeof Window>;

const Experiment = z.strictObject({
  id: Key,
  arms: z
    .array(z.strictObject({ key: Key, weight: z.int().min(1).max(100) }))
    .min(2)
    .max(8),
});

/** A sequence document, schema version 1. A published version never changes; people finish the one they began. */
export const SequenceDefinition = z.strictObject({
  schemaVersion: z.literal(1),
  name: z.string().trim().min(1).max(120),
  description: z.string().max(2000).optional(),
  /** What people can opt out of. */
  category: z.enum(["lifecycle", "product", "notification"]),
  entry: z.strictObject({
    event: EventName.optional(),
    if: Condition.optional(),
    /** Why marketing may be sent to people whom the event brings and of whom no consent is known. */
    consent: z.enum(CONSENT_BASES).optional(),
    reentry: z.enum(["never", "after-end"]).default("never"),
  }),
  goal: z.strictObject({ event: EventName, if: Condition.optional() }).optional(),
  exits: z
    .array(z.strictObject({ event: EventName, if: Condition.optional() }))
    .max(10)
    .default([]),
  /** Share of people who get nothing, so that the effect can be measured. */
  holdout: z.number().min(0).max(0.5).default(0.05),
  window: Window.prefault({}),
  experiment: Experiment.optional(),
  steps: z.array(SequenceStep).min(1).max(STEPS_MAX),
});
export type SequenceDefinition = z.infer<typeof SequenceDefinition>;
