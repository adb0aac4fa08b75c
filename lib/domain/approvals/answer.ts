import { sql } from "kysely";
import type { Decision } from "@/lib/domain/approvals/schema";
import type { Tx } from "@/lib/infra/db/as-tenant";

type Row = { verdict: Decision["verdict"]; email: string | null; comment: string | null; at: Date };

/** How a question was decided; `at` is ISO 8601 UTC. */
export type Answer = Pick<Decision, "verdict" | "by" | "comment" | "at">;

/** How the question of a key was decided, deciding it by its deadline when that has passed at `now`; undefined as yet. */
export const answerOf = async (tx: Tx, key: string, now: Date): Promise<Answer | undefined> => {
  await sql`select app.expire_approval(${key}, ${now}::timestamptz)`.execute(tx);
  const { rows } = await sql<Row>`
    select d.verdict, d.email, d.comment, d.at from public.approvals a
    join public.approval_decisions d on d.tenant_id = a.tenant_id and d.approval_id = a.id
    where a.key = ${key}`.execute(tx);
  const [row] = rows;
  if (!row) return undefined;
  return {
    verdict: row.verdict,
    by: row.email,
    comment: row.comment,
    at: row.at.toISOString(),
  };
};
