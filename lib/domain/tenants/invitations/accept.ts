import { sql } from "kysely";
import { AppError } from "@/lib/core/errors";
import type { Acceptance } from "@/lib/domain/tenants/invitations/schema";
import { tokenHash } from "@/lib/domain/tenants/invitations/token";
import { listTenants } from "@/lib/domain/tenants/list";
import { personOf, type Session } from "@/lib/domain/tenants/person";
import type { MyTenant } from "@/lib/domain/tenants/schema";
import { afterCommit, asTenant } from "@/lib/infra/db/as-tenant";
import { nudgeRelay } from "@/lib/infra/events/relay";

type Outcome = "accepted" | "repeated" | "unknown" | "expired" | "other_address";

const refuse = (outcome: Outcome) => {
  switch (outcome) {
    case "accepted":
    case "repeated":
      return;
    case "other_address":
      throw new AppError(
        "forbidden",
        "This invitation was sent to another e-mail address. Sign in with that address to accept it.",
      );
    case "expired":
      throw new AppError("conflict", "This invitation has expired. Ask for a new one.");
    case "unknown":
      throw new AppError(
        "not_found",
        "This invitation does not exist any more. Ask for a new one.",
      );
    default:
      outcome satisfies never;
  }
};

/**
 * Makes the signed-in person a member of the inviting tenant and chooses it for the next visit; the database writes the
 * audit entry and the event that tells the others. Following the link twice is fine.
 */
export const acceptInvitation = (session: Session, { token }: Acceptance): Promise<MyTenant> => {
  const person = personOf(session);
  return asTenant(person, async (tx) => {
    const { rows } = await sql<{ outcome: Outcome; tenant: string | null }>`
      select outcome, tenant from app.accept_invitation(${tokenHash(token)})`.execute(tx);
    refuse(rows[0]?.outcome ?? "unknown");
    afterCommit(nudgeRelay);
    const joined = (await listTenants(person)).find(({ id }) => id === rows[0]?.tenant);
    if (!joined) throw new AppError("internal", "The joined tenant cannot be read.");
    return joined;
  });
};
