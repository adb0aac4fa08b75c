import { type RawBuilder, sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { env } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";
import { decodeCursor, type PageQuery, toPage } from "@/lib/core/page";
import type { Hook } from "@/lib/domain/inbound/schema";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";

type Row = Omit<Hook, "url" | "createdAt" | "lastDeliveryAt"> & {
  createdAt: Date;
  lastDeliveryAt: Date | null;
};

const url = (id: string) => `${env().APP_URL}/api/hooks/${id}`;

const present = (row: Row): Hook => ({
  ...row,
  url: url(row.id),
  createdAt: row.createdAt.toISOString(),
  lastDeliveryAt: row.lastDeliveryAt?.toISOString() ?? null,
});

/** Milliseconds, as the cursor carries them; the column is finer and would let rows slip between two pages. */
const CREATED = sql`date_trunc('milliseconds', h.created_at)`;

const time = (column: string) =>
  sql`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const select = async (tx: Tx, where: RawBuilder<unknown>, limit: number): Promise<Hook[]> => {
  const { rows } = await sql<Row>`
    select h.id, h.workflow_id, w.name as workflow_name, h.provider, h.topic, h.scheme, h.enabled, h.max_bytes, h.tolerance_s,
      h.created_at,
      (select d.received_at from public.deliveries d where d.tenant_id = h.tenant_id and d.hook_id = h.id order by d.id desc limit 1) as last_delivery_at,
      (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'hint', s.hint, 'createdAt', ${time("s.created_at")},
          'expiresAt', ${time("s.expires_at")}) order by s.created_at desc), '[]')
       from public.hook_secrets s
       where s.tenant_id = h.tenant_id and s.hook_id = h.id and (s.expires_at is null or s.expires_at > now())) as secrets
    from public.hooks h
    join public.workflows w on w.tenant_id = h.tenant_id and w.id = h.workflow_id and w.deleted_at is null
    where ${where}
    order by ${CREATED} desc, h.id desc limit ${limit}`.execute(tx);
  return rows.map(present);
};

/** The hook of the caller's tenant, seen inside an open transaction. Throws not_found. */
export const hookInside = async (tx: Tx, id: string): Promise<Hook> => {
  const [hook] = await select(tx, sql`h.id = ${id}::uuid`, 1);
  if (!hook) throw new AppError("not_found", "There is no such hook.");
  return hook;
};

/** One hook with its valid secrets, which show their last characters only. Throws not_found. */
export const getHook = (caller: Caller, id: string): Promise<Hook> =>
  asTenant(caller, (tx) => hookInside(tx, id));

/** The tenant's hooks, newest first. */
export const listHooks = (caller: Caller, { limit, cursor }: PageQuery) =>
  asTenant(caller, async (tx) => {
    const after = decodeCursor(cursor, 2);
    const where = after
      ? sql`(${CREATED}, h.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`
      : sql`true`;
    const hooks = await select(tx, where, limit + 1);
    return toPage(hooks, limit, (hook) => [hook.createdAt, hook.id]);
  });
