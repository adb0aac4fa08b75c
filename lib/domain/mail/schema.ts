import { z } from "zod";
import { Page, PageQuery } from "@/lib/core/page";

/** What Supabase Auth posts to its "Send Email" hook, cut to what a mail needs. */
export const AuthMail = z.object({
  user: z.object({
    id: z.uuid(),
    email: z.string().max(320),
    /** The wished address while a change waits for its confirmation. */
    new_email: z.string().max(320).optional(),
    /** What the sign-up form sent along. */
    user_metadata: z
      .object({ locale: z.enum(["en", "de"]).optional().catch(undefined) })
      .default({}),
  }),
  email_data: z.object({
    token: z.string().max(200).default(""),
    token_hash: z.string().max(500),
    token_hash_new: z.string().max(500).default(""),
    redirect_to: z.string().max(2000).default(""),
    email_action_type: z.enum([
      "signup",
      "invite",
      "magiclink",
      "recovery",
      "email_change",
      "email",
    ]),
  }),
});
export type AuthMail = z.infer<typeof AuthMail>;

/**
 * Who opened a mail or followed a link of it, as the provider counts, up to 100 times: people, and also mail programs and
 * scanners that do so by themselves. A hint, nothing to decide by.
 */
export const Reactions = z.object({
  openedAt: z.iso.datetime().nullable(),
  opens: z.int(),
  clickedAt: z.iso.datetime().nullable(),
  clicks: z.int(),
});
export type Reactions = z.infer<typeof Reactions>;

/** A mail to somebody, without what it says. Instants are UTC. */
export const SentMail = z.object({
  id: z.uuid(),
  /** Empty once the person was forgotten. */
  subject: z.string(),
  category: z.string().nullable(),
  status: z.enum([
    "queued",
    "claimed",
    "skipped",
    "unknown",
    "accepted",
    "failed",
    "delivered",
    "bounced",
    "complained",
  ]),
  /** Why it failed, came back, is unknown or was not sent. */
  error: z.string().nullable(),
  createdAt: z.iso.datetime(),
  sentAt: z.iso.datetime().nullable(),
  ...Reactions.shape,
});
export type SentMail = z.infer<typeof SentMail>;

/** A mail in the ledger: to whom, and of a sequence's mail which step of which enrolment. */
export const LedgerMail = SentMail.extend({
  recipient: z.string(),
  template: z.string(),
  enrolmentId: z.uuid().nullable(),
  stepKey: z.string().nullable(),
});
export type LedgerMail = z.infer<typeof LedgerMail>;

/** `status=unknown` are those held because nobody knows whether they were sent. */
export const MailQuery = PageQuery.extend({ status: SentMail.shape.status.optional() });
export type MailQuery = z.infer<typeof MailQuery>;
export const MailPage = Page(LedgerMail);
