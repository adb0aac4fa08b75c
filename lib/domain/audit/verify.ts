import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import type { AuditVerdict } from "@/lib/domain/audit/schema";
import { asTenant } from "@/lib/infra/db/as-tenant";

/** Recomputes every link of the tenant's audit chain; names the places where it does not hold. */
export const verifyAudit = (caller: Caller): Promise<AuditVerdict> =>
  asTenant(caller, async (tx) => {
    const { rows } = await sql<{ seq: string; problem: string }>`
      select seq::text, problem from app.verify_my_audit() order by seq`.execute(tx);
    const { entries } = await tx
      .selectFrom("auditLog")
      .select(sql<number>`count(*)::integer`.as("entries"))
      .executeTakeFirstOrThrow();
    const problems = rows.map(({ seq, problem }) => ({ seq: Number(seq), problem }));
    return { intact: problems.length === 0, entries, problems };
  });
