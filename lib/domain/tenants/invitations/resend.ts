import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { audit } from "@/lib/domain/audit/record";
import { readInvitation } from "@/lib/domain/tenants/invitations/read";
import type { Invitation } from "@/lib/domain/tenants/invitations/schema";
import {
  INVITATION_LIFE_MS,
  invitationToken,
  tokenHash,
} from "@/lib/domain/tenants/invitations/token";
import { asTenant } from "@/lib/infra/db/as-tenant";
import { invitationCreated } from "@/lib/infra/events/catalogue";
import { emit } from "@/lib/infra/events/emit";

/** Sends an open or expired invitation again with a new link and seven more days; the old link stops working. */
export const resendInvitation = (
  caller: Caller,
  id: string,
  nowMs = Date.now(),
): Promise<Invitation> =>
  asTenant(caller, async (tx) => {
    const old = await readInvitation(tx, id);
    if (old.status === "accepted" || old.status === "revoked")
      throw new AppError("conflict", `This invitation is ${old.status}; it cannot be sent again.`);
    const expiresAt = new Date(nowMs + INVITATION_LIFE_MS);
    const hash = tokenHash(invitationToken({ id, expiresAt }));
    await tx
      .updateTable("invitations")
      .set({ expiresAt, tokenHash: hash })
      .where("id", "=", id)
      .execute();
    const change = {
      before: { expiresAt: old.expiresAt },
      after: { expiresAt: expiresAt.toISOString() },
    };
    await audit(tx, "invitation.resend", { kind: "invitation", id }, change);
    const event = { tenantId: caller.tenantId, invitationId: id };
    await emit(tx, { name: invitationCreated.name, data: event });
    return readInvitation(tx, id);
  });
