import { type Kysely, sql } from "kysely";
import type { DB } from "@/lib/infra/db/types";

/**
 * Writes `sequences/event.heard` when an accepted event means something to a sequence of its tenant; how many were written,
 * 0 or 1. One statement of two looks into indexes, because most events mean nothing to any.
 */
export const tellSequences = async (
  db: Kysely<DB>,
  { tenantId, eventId }: { tenantId: string; eventId: string },
): Promise<number> => {
  const { rows } = await sql`
    insert into app.outbox (id, tenant_id, name, data)
    select app.uuidv7(), e.tenant_id, 'sequences/event.heard', jsonb_build_object('tenantId', e.tenant_id, 'eventId', e.id)
    from public.events e where e.tenant_id = ${tenantId}::uuid and e.id = ${eventId}::uuid and (
      exists (select from public.sequences s where s.tenant_id = e.tenant_id and s.entry_event = e.name and s.status = 'live')
      or exists (select from public.sequence_versions v where v.tenant_id = e.tenant_id and e.name = any(v.hears)))
    returning id`.execute(db);
  return rows.length;
};
