import { sql } from "kysely";
import { asSystem } from "@/lib/infra/db/as-system";

type Entry = {
  seq: number;
  actorKind: string;
  actorId: string;
  action: string;
  targetKind: string;
  targetId: string;
  before: unknown;
  after: unknown;
};

/** A tenant's audit log without the entry of its own founding, oldest first. */
export const auditOf = async (tenantId: string): Promise<Entry[]> => {
  const { rows } = await sql<Entry>`
    select seq::integer, actor_kind, actor_id, action, target_kind, target_id, before, after from public.audit_log
    where tenant_id = ${tenantId} and action <> 'tenant.create' order by seq`.execute(
    asSystem("tests look at what was recorded"),
  );
  return rows;
};
