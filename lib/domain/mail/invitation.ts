import type { Locale } from "@/emails/_words";
import type { Caller } from "@/lib/core/caller";
import { queueMail } from "@/lib/domain/mail/queue";
import type { InvitationLetter } from "@/lib/domain/tenants/invitations/letter";
import { asTenant } from "@/lib/infra/db/as-tenant";

const DAY = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" } as const;
const TAG = { en: "en-GB", de: "de-DE" };

const ROLES: Record<Locale, Record<string, string>> = {
  en: { viewer: "Viewer", member: "Member", admin: "Admin" },
  de: { viewer: "Lesen", member: "Mitarbeiten", admin: "Verwalten" },
};

/** Queues the mail of an invitation; sending it again with a new end makes a new mail, a repeated event does not. */
export const queueInvitation = (
  caller: Caller,
  id: string,
  letter: InvitationLetter,
): Promise<{ mailId: string }> =>
  asTenant(caller, (tx) => {
    const { email, role, tenantName: tenant, inviter, url, expiresAt, locale } = letter;
    const props = {
      inviter: inviter ?? tenant,
      tenant,
      role: ROLES[locale][role] ?? role,
      url,
      expires: new Intl.DateTimeFormat(TAG[locale], DAY).format(expiresAt),
      locale,
    };
    const key = `invitation/${id}/${expiresAt.getTime()}`;
    return queueMail(tx, { key, template: "invitation", to: email, props });
  });
