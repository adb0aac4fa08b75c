import { type Kysely, sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { addApprovers, type Letter, readApprovers } from "@/lib/domain/approvals/approvers";
import { audit } from "@/lib/domain/audit/record";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";
import type { DB } from "@/lib/infra/db/types";

const BATCH = 500;

/** Finds pending approvals whose time to escalate has come and queues one event for each; how many. */
export const queueEscalations = async (db: Kysely<DB>, now: Date): Promise<number> => {
  let total = 0;
  for (let found = BATCH; found === BATCH; total += found) {
    const { rows } = await sql<{ n: number }>`
      with due as (
        select tenant_id, id from public.approvals
        where status = 'pending' and escalated_at is null and escalate_at <= ${now}::timestamptz
        order by escalate_at limit ${BATCH} for update skip locked),
      marked as (
        update public.approvals a set escalated_at = now() from due
        where a.tenant_id = due.tenant_id and a.id = due.id returning a.tenant_id, a.id),
      told as (
        insert into app.outbox (id, tenant_id, name, data)
        select app.uuidv7(), tenant_id, 'approvals/approval.escalated',
          jsonb_build_object('tenantId', tenant_id, 'approvalId', id) from marked)
      select count(*)::int as n from marked`.execute(db);
    found = rows[0]?.n ?? 0;
  }
  return total;
};

const pendingOf = (tx: Tx, id: string) =>
  tx
    .selectFrom("approvals")
    .select(["escalateTo", "createdAt"])
    .where("id", "=", id)
    .where("status", "=", "pending")
    .forUpdate()
    .executeTakeFirst();

/**
 * Asks the people an approval goes on to, and lets their role decide it; the letters to those who were not asked before.
 * Nothing when it has been decided meanwhile. `write` queues the letters in the same transaction.
 */
export const escalateApproval = (
  caller: Caller,
  id: string,
  write: (tx: Tx, letters: Letter[]) => Promise<void>,
): Promise<void> =>
  asTenant(caller, async (tx) => {
    const pending = await pendingOf(tx, id);
    if (!pending) return;
    const asked = readApprovers(pending.escalateTo);
    const place = { tenantId: caller.tenantId, approvalId: id };
    const letters = await addApprovers(tx, place, asked, true);
    await sql`update public.approvals set min_role = least(min_role, ${asked.minRole}::public.tenant_role)
      where id = ${id}`.execute(tx);
    const after = { asked: letters.length, minRole: asked.minRole };
    await audit(tx, "approval.escalate", { kind: "approval", id }, { after });
    await write(tx, letters);
  });
