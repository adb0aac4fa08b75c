import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { audit } from "@/lib/domain/audit/record";
import { readInvitation } from "@/lib/domain/tenants/invitations/read";
import { asTenant } from "@/lib/infra/db/as-tenant";

/** Makes an invitation's link useless. Doing it again changes nothing; an accepted one is a conflict. */
export const revokeInvitation = (caller: Caller, id: string): Promise<void> =>
  asTenant(caller, async (tx) => {
    const { status, role } = await readInvitation(tx, id);
    if (status === "revoked") return;
    if (status === "accepted")
      throw new AppError("conflict", "This invitation is accepted; remove the member instead.");
    await tx
      .updateTable("invitations")
      .set({ revokedAt: sql`now()` })
      .where("id", "=", id)
      .execute();
    await audit(tx, "invitation.revoke", { kind: "invitation", id }, { before: { role } });
  });
