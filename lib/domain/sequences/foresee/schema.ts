import { z } from "zod";

const instant = z.iso.datetime();

const Zone = z
  .string()
  .max(64)
  .refine(
    (zone) => {
      try {
        return Boolean(new Intl.DateTimeFormat("en", { timeZone: zone }));
      } catch {
        return false;
      }
    },
    { message: "A time zone has an IANA name such as Europe/Berlin." },
  );

/** Which document: what people edit, or a published version. */
const Version = z.union([z.literal("draft"), z.int().min(1)]).default("draft");

/** Somebody to look at a sequence for: a contact, or a person made up for it. */
const Person = z.union([
  z.strictObject({ contactId: z.uuid() }),
  z.strictObject({
    email: z.email().max(320).default("person@example.com"),
    name: z.string().max(200).default(""),
    locale: z.enum(["en", "de"]).default("en"),
    timeZone: Zone.optional(),
    properties: z.record(z.string(), z.unknown()).default({}),
  }),
]);
export type PreviewPerson = z.infer<typeof Person>;

/** `at` is when the person enters, now by default; `event` what made it enter; `arm` of the experiment instead of the drawn one. */
export const PreviewInput = z.strictObject({
  version: Version,
  person: Person.prefault({}),
  event: z.record(z.string(), z.unknown()).default({}),
  at: instant.optional(),
  arm: z.string().max(40).optional(),
});
export type PreviewInput = z.infer<typeof PreviewInput>;

const PreviewMail = z.object({ subject: z.string(), html: z.string(), text: z.string() });

/**
 * One thing that would happen: `local` is calendar and clock on the person's wall. `reason` says why a step is passed over
 * or the end comes. `mail` is the mail as it would go out.
 */
export const PreviewMoment = z.object({
  at: instant,
  local: z.string(),
  what: z.enum(["send", "pass", "exit", "complete"]),
  stepKey: z.string().nullable(),
  reason: z.string().nullable(),
  mail: PreviewMail.nullable(),
});
export type PreviewMoment = z.infer<typeof PreviewMoment>;

export const Preview = z.object({
  person: z.object({ email: z.string(), name: z.string(), locale: z.string() }),
  timeZone: z.string(),
  arm: z.string().nullable(),
  isHeldOut: z.boolean(),
  moments: z.array(PreviewMoment),
});
export type Preview = z.infer<typeof Preview>;

export const SimulateInput = z.strictObject({
  version: Version,
  people: z.int().min(1).max(20_000).default(10_000),
  days: z.int().min(1).max(60).default(14),
  event: z.record(z.string(), z.unknown()).default({}),
});
export type SimulateInput = z.infer<typeof SimulateInput>;

/** What a population like the tenant's contacts would get. `sentByDay` counts days from the entry of each person. */
export const SimulationResult = z.object({
  people: z.int(),
  days: z.int(),
  sent: z.int(),
  heldOut: z.int(),
  steps: z.array(
    z.object({
      stepKey: z.string(),
      sent: z.int(),
      passed: z.array(z.object({ reason: z.string(), people: z.int() })),
    }),
  ),
  sentByDay: z.array(z.int()),
  ends: z.array(z.object({ reason: z.string(), people: z.int() })),
  arms: z.array(z.object({ arm: z.string(), people: z.int() })),
  tookMs: z.number(),
});
export type SimulationResult = z.infer<typeof SimulationResult>;

const Share = z.object({ people: z.int(), reached: z.int(), rate: z.number() });

/** One arm against the first; `low` and `high` bound the difference of the rates with 95 % confidence at every look. */
export const ArmResult = Share.extend({
  arm: z.string(),
  sent: z.int(),
  unsubscribed: z.int(),
  complained: z.int(),
  difference: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  p: z.number().nullable(),
});
export type ArmResult = z.infer<typeof ArmResult>;

/**
 * How a sequence does. `verdict` is `blocked` while people are not split as planned or an arm drives people away, `winner`
 * when the difference is beyond doubt, else `open`. `words` say it in sentences.
 */
export const SequenceResults = z.object({
  version: z.int().nullable(),
  treated: Share,
  heldOut: Share,
  lift: z.object({ lift: z.number(), low: z.number(), high: z.number() }).nullable(),
  arms: z.array(ArmResult),
  sampleRatioP: z.number().nullable(),
  verdict: z.enum(["none", "open", "winner", "blocked"]),
  winner: z.string().nullable(),
  steps: z.array(
    z.object({
      stepKey: z.string(),
      sent: z.int(),
      delivered: z.int(),
      /** Mails that a person or a machine opened, or of which one followed a link. */
      opened: z.int(),
      clicked: z.int(),
      bounced: z.int(),
      complained: z.int(),
      skipped: z.int(),
      unknown: z.int(),
      passed: z.int(),
    }),
  ),
  words: z.array(z.string()),
});
export type SequenceResults = z.infer<typeof SequenceResults>;
