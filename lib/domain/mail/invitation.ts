import type { Caller } from "@/lib/core/caller";
import { queueMail } from "@/lib/domain/mail/queue";
import type { InvitationLetter } from "@/lib/domain/tenants/invitations/letter";
import { asTenant } from "@/lib/infra/db/as-tenant";

const day = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "long",
  year: "numeric",
  timeZone: "UTC",
});

const title = (role: string) => role.charAt(0).toUpperCase() + role.slice(1);

/** Queues the mail of an invitation; sending it again with a new end makes a new mail, a repeated event does not. */
export const queueInvitation = (
  caller: Caller,
  id: string,
  letter: InvitationLetter,
): Promise<{ mailId: string }> =>
  asTenant(caller, (tx) => {
    const { email, role, tenantName: tenant, inviter, url, expiresAt } = letter;
    const props = {
      inviter: inviter ?? tenant,
      tenant,
      role: title(role),
      url,
      expires: day.format(expiresAt),
    };
    const key = `invitation/${id}/${expiresAt.getTime()}`;
    return queueMail(tx, { key, template: "invitation", to: email, props });
  });
