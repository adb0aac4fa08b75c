import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { decodeCursor, toPage } from "@/lib/core/page";
import type { AuditEntry, AuditQuery } from "@/lib/domain/audit/schema";
import { asTenant } from "@/lib/infra/db/as-tenant";

type Row = {
  id: string;
  seq: string;
  at: Date;
  actorKind: AuditEntry["actor"]["kind"];
  actorId: string;
  actorName: string | null;
  action: string;
  targetKind: string;
  targetId: string;
  before: AuditEntry["before"];
  after: AuditEntry["after"];
  requestId: string | null;
  ip: string | null;
  userAgent: string | null;
};

const toEntry = ({ actorKind, actorId, actorName, targetKind, targetId, ...row }: Row) => ({
  ...row,
  seq: Number(row.seq),
  at: row.at.toISOString(),
  actor: { kind: actorKind, id: actorId, name: actorName },
  target: { kind: targetKind, id: targetId },
});

const conditions = ({ actor, action, target, from, to, cursor }: AuditQuery) => {
  const seq = decodeCursor(cursor, 1)?.[0];
  if (seq !== undefined && !/^\d{1,18}$/.test(seq))
    throw new AppError("invalid_input", "The cursor is not one of ours.");
  const colon = target?.indexOf(":") ?? -1;
  const kind = colon < 0 ? target : target?.slice(0, colon);
  return [
    seq !== undefined && sql`l.seq < ${seq}::bigint`,
    actor !== undefined && sql`l.actor_id = ${actor}`,
    action !== undefined && sql`l.action = ${action}`,
    kind !== undefined && sql`l.target_kind = ${kind}`,
    colon >= 0 && sql`l.target_id = ${target?.slice(colon + 1)}`,
    // The id carries the instant in milliseconds and picks the partitions; `at` is exact.
    from !== undefined &&
      sql`l.at >= ${from}::timestamptz and l.id >= app.uuidv7_floor(${from}::timestamptz - interval '1 second')`,
    to !== undefined &&
      sql`l.at < ${to}::timestamptz and l.id < app.uuidv7_floor(${to}::timestamptz + interval '1 second')`,
  ].filter((condition) => condition !== false);
};

/** The tenant's audit log, newest first. Names come from people and keys that still exist. */
export const listAudit = (caller: Caller, query: AuditQuery) => {
  const where = sql.join([sql`true`, ...conditions(query)], sql` and `);
  return asTenant(caller, async (tx) => {
    const { rows } = await sql<Row>`
      select l.id, l.seq::text, l.at, l.actor_kind, l.actor_id, coalesce(nullif(p.full_name, ''), p.email, k.name) as actor_name,
        l.action, l.target_kind, l.target_id, l.before, l.after, l.request_id, l.ip, l.user_agent
      from audit_log l
      left join profiles p on l.actor_kind = 'user' and p.user_id::text = l.actor_id
      left join api_keys k on l.actor_kind = 'key' and k.id::text = l.actor_id
      where ${where} order by l.seq desc limit ${query.limit + 1}`.execute(tx);
    return toPage(rows.map(toEntry), query.limit, ({ seq }) => [String(seq)]);
  });
};
