import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { audit } from "@/lib/domain/audit/record";
import { lockMember } from "@/lib/domain/tenants/members/lock";
import type { Member, MemberPatch } from "@/lib/domain/tenants/members/schema";
import { asTenant } from "@/lib/infra/db/as-tenant";

const isOwner = (caller: Caller) => caller.kind === "user" && caller.role === "owner";

/**
 * Gives a member another role, effective with the member's next request. Only owners make or unmake owners, and the
 * database refuses to lose the last one (conflict).
 */
export const changeRole = (
  caller: Caller,
  userId: string,
  { role }: MemberPatch,
): Promise<Member> =>
  asTenant(caller, async (tx) => {
    const member = await lockMember(tx, userId);
    if (member.role === role) return member;
    if ((member.role === "owner" || role === "owner") && !isOwner(caller)) {
      throw new AppError("forbidden", "Only an owner gives or takes the role of an owner.");
    }
    const { numUpdatedRows } = await tx
      .updateTable("memberships")
      .set({ role })
      .where("userId", "=", userId)
      .executeTakeFirst();
    // The caller's own role may have changed since the request was let in; the database knows.
    if (numUpdatedRows !== 1n) throw new AppError("forbidden", "You may not change this role.");
    const change = { before: { role: member.role }, after: { role } };
    await audit(tx, "member.update", { kind: "member", id: userId }, change);
    return { ...member, role };
  });
