import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { audit } from "@/lib/domain/audit/record";
import { readInvitation } from "@/lib/domain/tenants/invitations/read";
import type { Invitation, NewInvitation } from "@/lib/domain/tenants/invitations/schema";
import {
  INVITATION_LIFE_MS,
  invitationToken,
  tokenHash,
} from "@/lib/domain/tenants/invitations/token";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";
import { invitationCreated } from "@/lib/infra/events/catalogue";
import { emit } from "@/lib/infra/events/emit";

const refuseSecond = async (tx: Tx, email: string) => {
  const member = await tx
    .selectFrom("memberships as m")
    .innerJoin("profiles as p", "p.userId", "m.userId")
    .select("m.userId")
    .where("p.email", "=", email)
    .executeTakeFirst();
  if (member) throw new AppError("conflict", "This person is a member already.");
  const open = await tx
    .selectFrom("invitations")
    .select(["id", sql<boolean>`expires_at <= now()`.as("isExpired")])
    .where("email", "=", email)
    .where("acceptedAt", "is", null)
    .where("revokedAt", "is", null)
    .executeTakeFirst();
  if (open && !open.isExpired)
    throw new AppError("conflict", "This person is invited already; send that invitation again.");
  if (open)
    await tx
      .updateTable("invitations")
      .set({ revokedAt: sql`now()` })
      .where("id", "=", open.id)
      .execute();
};

/** Invites an address into the caller's tenant for seven days. The mail is sent by a durable function. */
export const createInvitation = (
  caller: Caller,
  { email, role }: NewInvitation,
  nowMs = Date.now(),
): Promise<Invitation> =>
  asTenant(caller, async (tx) => {
    await refuseSecond(tx, email);
    const id = randomUUID();
    const expiresAt = new Date(nowMs + INVITATION_LIFE_MS);
    const invitedBy = caller.kind === "user" ? caller.userId : null;
    const hash = tokenHash(invitationToken({ id, expiresAt }));
    await tx
      .insertInto("invitations")
      .values({ id, email, role, invitedBy, expiresAt, tokenHash: hash })
      .execute();
    await audit(tx, "invitation.create", { kind: "invitation", id }, { after: { role } });
    const event = { tenantId: caller.tenantId, invitationId: id };
    await emit(tx, { name: invitationCreated.name, data: event });
    return readInvitation(tx, id);
  });
