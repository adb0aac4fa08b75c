import { worker } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { asTenant } from "@/lib/infra/db/as-tenant";
import { accountLedger } from "@/lib/infra/email/account-mails";
import { type ClaimedMail, claimMail, type MailLedger, mailLedger } from "@/lib/infra/email/ledger";
import { type MailOutcome, type OutgoingMail, sendThroughResend } from "@/lib/infra/email/resend";

/** Which mail: of a tenant, or of the ledger of account mails when `tenantId` is null. */
export type MailRef = { tenantId: string | null; mailId: string };

/** The ledger a mail is in. */
export const ledgerOf = ({ tenantId }: Pick<MailRef, "tenantId">): MailLedger =>
  tenantId === null
    ? accountLedger
    : mailLedger("public.mails", claimMail, (work) =>
        asTenant(worker("mail-send", tenantId), work),
      );

type Send = (mail: OutgoingMail) => Promise<MailOutcome>;

/** Hands a claimed mail over. What the provider refuses for now is as if it had not been tried. */
const handOver = async (
  ref: MailRef,
  { isFirst }: ClaimedMail,
  send: Send,
  mail: OutgoingMail,
): Promise<MailOutcome> => {
  try {
    return await send(mail);
  } catch (error) {
    if (isFirst && error instanceof AppError && error.code === "rate_limited")
      await ledgerOf(ref).release(ref.mailId);
    throw error;
  }
};

/**
 * Sends a queued mail as it was frozen and notes what became of it; `settled` when there is nothing left to send, also
 * because its reader opted out or reached the goal in the meantime.
 * A mail first tried 23 hours ago and never answered becomes `unknown` instead of being sent a second time. Throws
 * rate_limited or unavailable when the provider wants to be asked again.
 */
export const sendMail = async (
  ref: MailRef,
  send: Send = sendThroughResend,
): Promise<MailOutcome["status"] | "settled"> => {
  const ledger = ledgerOf(ref);
  const mail = await ledger.claim(ref.mailId);
  if (!mail) return "settled";
  const tags = { mail: ref.mailId, tenant: ref.tenantId ?? "account", template: mail.template };
  const outcome: MailOutcome = mail.isStale
    ? { status: "unknown", error: "No answer from the provider within 23 hours of the first try." }
    : await handOver(ref, mail, send, {
        key: mail.key,
        from: mail.sender,
        to: mail.recipient,
        replyTo: mail.replyTo,
        subject: mail.subject,
        html: mail.html,
        text: mail.body,
        headers: mail.headers,
        tags,
      });
  await ledger.settle(ref.mailId, outcome);
  return outcome.status;
};

/** Notes that every try ended without an answer: the mail may or may not have been sent. */
export const giveUpMail = (ref: MailRef, reason: string): Promise<void> =>
  ledgerOf(ref).settle(ref.mailId, { status: "unknown", error: reason.slice(0, 500) });

/** Notes that a mail was refused until it was given up: it was not sent, and is not sent any more. */
export const dropMail = async (ref: MailRef, error: string): Promise<"failed"> => {
  await ledgerOf(ref).settle(ref.mailId, { status: "failed", error });
  return "failed";
};
