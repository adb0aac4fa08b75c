import { z } from "zod";
import { ledgerOf } from "@/lib/domain/mail/send";
import type { MailStatus } from "@/lib/infra/email/ledger";

const STATUS: Record<string, MailStatus> = {
  "email.sent": "accepted",
  "email.delivered": "delivered",
  "email.bounced": "bounced",
  "email.complained": "complained",
  "email.failed": "failed",
  "email.suppressed": "failed",
};

const ProviderEvent = z.object({
  type: z.string(),
  data: z.object({
    email_id: z.string().max(100).optional(),
    tags: z.object({ mail: z.uuid(), tenant: z.union([z.uuid(), z.literal("account")]) }),
    bounce: z.object({ message: z.string().optional() }).optional(),
    failed: z.object({ reason: z.string().optional() }).optional(),
  }),
});

/**
 * Applies one of Resend's signed webhooks to the mail it names in its tags. Events of other kinds and of mails that are
 * not ours change nothing. Repeats and any order end in the same state.
 */
export const recordProviderEvent = async (body: unknown): Promise<{ recorded: boolean }> => {
  const event = ProviderEvent.safeParse(body);
  const status = event.success ? STATUS[event.data.type] : undefined;
  if (!event.success || !status) return { recorded: false };
  const { tags, bounce, failed, email_id: providerId } = event.data.data;
  const suppressed =
    event.data.type === "email.suppressed" ? "The address is on the suppression list." : undefined;
  const error = (bounce?.message ?? failed?.reason ?? suppressed)?.slice(0, 500);
  const tenantId = tags.tenant === "account" ? null : tags.tenant;
  await ledgerOf({ tenantId }).tell(tags.mail, { status, error, providerId });
  return { recorded: true };
};
