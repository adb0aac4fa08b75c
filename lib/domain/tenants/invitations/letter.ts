import type { Caller } from "@/lib/core/caller";
import { env } from "@/lib/core/env";
import { invitationToken } from "@/lib/domain/tenants/invitations/token";
import { asTenant } from "@/lib/infra/db/as-tenant";

/** What the mail of an invitation says. `url` carries the secret: it goes into the mail and nowhere else. */
export type InvitationLetter = {
  email: string;
  role: string;
  tenantName: string;
  /** Name or address of who invited, null when that person is gone. */
  inviter: string | null;
  url: string;
  expiresAt: Date;
  /** Language of whoever invited: of the invited person nothing is known. */
  locale: "en" | "de";
};

/** The letter of an invitation that can still be accepted, else null: there is nothing to send any more. */
export const invitationLetter = (caller: Caller, id: string): Promise<InvitationLetter | null> =>
  asTenant(caller, async (tx) => {
    const row = await tx
      .selectFrom("invitations as i")
      .innerJoin("tenants as t", "t.id", "i.tenantId")
      .leftJoin("profiles as p", "p.userId", "i.invitedBy")
      .select([
        "i.email",
        "i.role",
        "i.expiresAt",
        "t.name",
        "p.fullName",
        "p.email as from",
        "p.locale",
      ])
      .where("i.id", "=", id)
      .where("i.acceptedAt", "is", null)
      .where("i.revokedAt", "is", null)
      .executeTakeFirst();
    if (!row || row.expiresAt.getTime() <= Date.now()) return null;
    const { email, role, expiresAt } = row;
    const token = invitationToken({ id, expiresAt });
    return {
      email,
      role,
      expiresAt,
      locale: row.locale === "de" ? "de" : "en",
      tenantName: row.name,
      inviter: row.fullName || row.from,
      url: `${env().APP_URL}/invite?token=${token}`,
    };
  });
