import { sql } from "kysely";
import { AppError } from "@/lib/core/errors";
import type { Member } from "@/lib/domain/tenants/members/schema";
import type { Tx } from "@/lib/infra/db/as-tenant";

/**
 * One member of the transaction's tenant, not found for anybody else. Until the transaction ends no other changes the
 * tenant's members.
 */
export const lockMember = async (tx: Tx, userId: string): Promise<Member> => {
  await sql`select app.lock_tenant()`.execute(tx);
  const row = await tx
    .selectFrom("memberships as m")
    .innerJoin("profiles as p", "p.userId", "m.userId")
    .select(["m.userId", "p.email", "p.fullName", "m.role", "m.createdAt"])
    .where("m.userId", "=", userId)
    .executeTakeFirst();
  if (!row) throw new AppError("not_found", "There is no such member.");
  const { createdAt, ...member } = row;
  return { ...member, joinedAt: createdAt.toISOString() };
};
