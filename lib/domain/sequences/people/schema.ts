import { z } from "zod";
import { Page, PageQuery } from "@/lib/core/page";

const instant = z.iso.datetime();

export const EnrolmentStatus = z.enum(["active", "paused", "completed", "exited"]);

/**
 * A person in a sequence. `stepKey` is the step it is about to get, `dueAt` when; `reason` why it is paused or left. A person
 * held out gets nothing, so that the effect can be measured.
 */
export const EnrolmentItem = z.object({
  id: z.uuid(),
  sequenceId: z.uuid(),
  contact: z.object({ id: z.uuid(), email: z.string(), name: z.string() }),
  version: z.int(),
  occurrence: z.int(),
  status: EnrolmentStatus,
  reason: z.string().nullable(),
  stepKey: z.string().nullable(),
  dueAt: instant.nullable(),
  arm: z.string().nullable(),
  isHeldOut: z.boolean(),
  goalAt: instant.nullable(),
  enteredAt: instant,
  endedAt: instant.nullable(),
});
export type EnrolmentItem = z.infer<typeof EnrolmentItem>;

/** What became of the mail of a decision; opens and clicks as the provider counts them, machines' too. */
const SentMail = z.object({
  id: z.uuid(),
  status: z.string(),
  subject: z.string(),
  providerId: z.string().nullable(),
  error: z.string().nullable(),
  openedAt: instant.nullable(),
  opens: z.int(),
  clickedAt: instant.nullable(),
  clicks: z.int(),
});

/** One decision with its reason; `until` is how long a hold lasts, `actor` who decided when it was a person. */
export const EnrolmentEntry = z.object({
  n: z.int(),
  at: instant,
  what: z.string(),
  stepKey: z.string().nullable(),
  reason: z.string().nullable(),
  until: instant.nullable(),
  version: z.int(),
  arm: z.string().nullable(),
  actor: z.string(),
  mail: SentMail.nullable(),
});
export type EnrolmentEntry = z.infer<typeof EnrolmentEntry>;

export const EnrolmentDetail = EnrolmentItem.extend({
  sequenceName: z.string(),
  log: z.array(EnrolmentEntry),
});
export type EnrolmentDetail = z.infer<typeof EnrolmentDetail>;

export const EnrolmentQuery = PageQuery.extend({
  sequenceId: z.uuid().optional(),
  contactId: z.uuid().optional(),
  status: EnrolmentStatus.optional(),
  /** Part of an address or a name. */
  search: z.string().max(120).optional(),
});
export type EnrolmentQuery = z.infer<typeof EnrolmentQuery>;
export const EnrolmentPage = Page(EnrolmentItem);

/** Who is to enter a live sequence: up to 1,000 contacts. `event` is what conditions and mails see as the event. */
export const NewEnrolments = z.strictObject({
  sequenceId: z.uuid(),
  contactIds: z.array(z.uuid()).min(1).max(1000),
  event: z.record(z.string(), z.unknown()).default({}),
});
export type NewEnrolments = z.infer<typeof NewEnrolments>;

/** Those who are inside already, or were before in a sequence one enters once, do not enter. */
export const EnrolmentsMade = z.object({ entered: z.array(z.uuid()), skipped: z.int() });
export type EnrolmentsMade = z.infer<typeof EnrolmentsMade>;

export const ExitInput = z.strictObject({ reason: z.string().trim().max(200).default("") });
export type ExitInput = z.infer<typeof ExitInput>;
