import { z } from "zod";
import { Page, PageQuery } from "@/lib/core/page";

/** Where a notification goes: the bell and the inbox, the person's mail, the company's Slack channel. */
export const Channel = z.enum(["inApp", "email", "slack"]);
export type Channel = z.infer<typeof Channel>;

export const NotificationKind = z.enum([
  "run.failed",
  "approval.waiting",
  "trigger.broken",
  "schedule.late",
  "member.joined",
  "onboarding.completed",
  "workflow.message",
]);
export type NotificationKind = z.infer<typeof NotificationKind>;

const instant = z.iso.datetime();

/** What one person is told. `link` is a path of the app or a URL; times are ISO 8601 UTC. */
export const Notification = z.object({
  id: z.uuid(),
  kind: NotificationKind,
  title: z.string(),
  body: z.string(),
  link: z.string().nullable(),
  readAt: instant.nullable(),
  createdAt: instant,
});
export type Notification = z.infer<typeof Notification>;

/** The caller's own, newest first; `unread=true` keeps what was not read. */
export const NotificationQuery = PageQuery.extend({
  unread: z.enum(["true", "false"]).optional(),
  kind: NotificationKind.optional(),
});
export type NotificationQuery = z.infer<typeof NotificationQuery>;

/** `unread` is how many the caller has not read, counted up to 100, whatever the query. */
export const NotificationPage = Page(Notification).extend({ unread: z.int() });

/**
 * Which are meant: `ids`, or all, or those that were read at one instant (the `readAt` of an earlier answer, to take it back).
 * `read: false` makes them unread again.
 */
export const ReadInput = z
  .strictObject({
    ids: z.array(z.uuid()).min(1).max(200).optional(),
    all: z.literal(true).optional(),
    readAt: instant.optional(),
    read: z.boolean().default(true),
  })
  .refine(({ ids, all, readAt }) => [ids, all, readAt].filter(Boolean).length === 1, {
    message: 'Name ids, or say "all": true, or give the readAt of an answer.',
  })
  .refine(({ all, read }) => !all || read, {
    message: "All at once can only be marked as read.",
    path: ["read"],
  })
  .refine(({ readAt, read }) => readAt === undefined || !read, {
    message: "With readAt only read: false makes sense.",
    path: ["read"],
  });
export type ReadInput = z.infer<typeof ReadInput>;

/** `readAt` names what was just marked, to take it back; null when it was made unread. */
export const ReadResult = z.object({
  changed: z.int(),
  readAt: instant.nullable(),
  unread: z.int(),
});
export type ReadResult = z.infer<typeof ReadResult>;

const Choice = z.strictObject({
  inApp: z.boolean().optional(),
  email: z.boolean().optional(),
  slack: z.boolean().optional(),
});
export const Choices = z.partialRecord(NotificationKind, Choice);
export type Choices = z.infer<typeof Choices>;

const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "A time looks like 22:00.");

/**
 * When mails come: `each` at once, or a digest `daily` or `weekly` at `hour` o'clock (`weekday` 1 is Monday). Nothing is mailed
 * in the quiet hours; it comes when they end. All of it on the clock of the person's time zone.
 */
const timing = {
  rhythm: z.enum(["each", "daily", "weekly"]),
  hour: z.int().min(0).max(23),
  weekday: z.int().min(1).max(7),
  quiet: z
    .strictObject({ from: Clock, to: Clock })
    .refine(({ from, to }) => from !== to, {
      message: "Quiet hours end at another time than they begin.",
      path: ["to"],
    })
    .nullable(),
};

/** Replaces the caller's preferences; a channel that is not named keeps its default. */
export const PreferencesInput = z.strictObject({
  choices: Choices.default({}),
  rhythm: timing.rhythm.default("each"),
  hour: timing.hour.default(8),
  weekday: timing.weekday.default(1),
  quiet: timing.quiet.default(null),
});
export type PreferencesInput = z.infer<typeof PreferencesInput>;

/** A kind without a channel is not offered there. `slack` says whether the company has connected one. */
export const Preferences = z.object({
  kinds: z.array(
    z.object({
      kind: NotificationKind,
      title: z.string(),
      summary: z.string(),
      channels: Choice,
    }),
  ),
  ...timing,
  timeZone: z.string(),
  slack: z.boolean(),
});
export type Preferences = z.infer<typeof Preferences>;

/** An incoming webhook of Slack, or of anything that takes the same posts. */
export const SlackInput = z.strictObject({
  url: z
    .url({ protocol: /^https?$/, error: "Paste the address of an incoming webhook." })
    .max(1000),
});
export type SlackInput = z.infer<typeof SlackInput>;

/** The company's channel; the address itself is never shown again. */
export const SlackState = z.object({
  connected: z.boolean(),
  hint: z.string().nullable(),
  testedAt: instant.nullable(),
  /** The newest post and how it went; for admins. */
  lastPost: z
    .object({
      status: z.enum(["queued", "claimed", "sent", "failed", "unknown"]),
      error: z.string().nullable(),
      at: instant,
    })
    .nullable(),
});
export type SlackState = z.infer<typeof SlackState>;
