import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { decodeCursor, type PageQuery, toPage } from "@/lib/core/page";
import type { Member } from "@/lib/domain/tenants/members/schema";
import { asTenant } from "@/lib/infra/db/as-tenant";

/** Members of the caller's tenant by e-mail address. */
export const listMembers = (caller: Caller, { limit, cursor }: PageQuery) => {
  const after = decodeCursor(cursor, 2);
  return asTenant(caller, async (tx) => {
    const rows = await tx
      .selectFrom("memberships as m")
      .innerJoin("profiles as p", "p.userId", "m.userId")
      .select(["m.userId", "p.email", "p.fullName", "m.role", "m.createdAt"])
      .$if(after !== undefined, (query) =>
        query.where(sql<boolean>`(p.email, m.user_id::text) > (${after?.[0]}, ${after?.[1]})`),
      )
      .orderBy("p.email")
      .orderBy(sql`m.user_id::text`)
      .limit(limit + 1)
      .execute();
    const members = rows.map(
      ({ createdAt, ...row }): Member => ({ ...row, joinedAt: createdAt.toISOString() }),
    );
    return toPage(members, limit, ({ email, userId }) => [email, userId]);
  });
};
