import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { audit } from "@/lib/domain/audit/record";
import { lockMember } from "@/lib/domain/tenants/members/lock";
import type { Member } from "@/lib/domain/tenants/members/schema";
import { may } from "@/lib/domain/tenants/permissions";
import { asTenant } from "@/lib/infra/db/as-tenant";

const refusal = (caller: Caller, member: Member) => {
  if (caller.kind === "user" && caller.userId === member.userId) return undefined;
  if (!may(caller, "members:write")) return "You may leave, but not remove others.";
  if (member.role === "owner" && caller.kind === "user" && caller.role !== "owner")
    return "Only an owner removes an owner.";
  return undefined;
};

/** Ends a membership: one's own, or as an admin somebody else's. The last owner stays (conflict). */
export const removeMember = (caller: Caller, userId: string): Promise<void> =>
  asTenant(caller, async (tx) => {
    const member = await lockMember(tx, userId);
    const refused = refusal(caller, member);
    if (refused) throw new AppError("forbidden", refused);
    // Written first: who leaves belongs to the tenant for the last time here.
    const left = caller.kind === "user" && caller.userId === userId;
    const target = { kind: "member", id: userId };
    await audit(tx, left ? "member.leave" : "member.remove", target, {
      before: { role: member.role },
    });
    const { numDeletedRows } = await tx
      .deleteFrom("memberships")
      .where("userId", "=", userId)
      .executeTakeFirst();
    // The caller's own role may have changed since the request was let in; the database knows.
    if (numDeletedRows !== 1n) throw new AppError("forbidden", "You may not remove this member.");
  });
