import { sql } from "kysely";
import { eventsHeard } from "@/lib/domain/sequences/assess";
import type { SequenceDefinition } from "@/lib/domain/sequences/definition";
import type { Tx } from "@/lib/infra/db/as-tenant";

/** Makes a checked document the version new people enter, in two statements; answers its number. People inside stay where they are. */
export const goLive = async (
  tx: Tx,
  id: string,
  definition: SequenceDefinition,
  publishedBy: string,
): Promise<number> => {
  const { rows } = await sql<{ version: number }>`
    insert into public.sequence_versions (sequence_id, version, definition, hears, published_by)
    select ${id}::uuid, coalesce(max(v.version), 0) + 1, ${JSON.stringify(definition)}::text::jsonb, ${eventsHeard(definition)}::text[], ${publishedBy}
    from public.sequence_versions v where v.sequence_id = ${id}::uuid
    returning version`.execute(tx);
  const version = rows[0]?.version ?? 1;
  await sql`
    update public.sequences set live_version = ${version}, entry_event = ${definition.entry.event ?? null}, updated_at = now(),
      status = case when status = 'paused' then status else 'live' end
    where id = ${id}::uuid`.execute(tx);
  return version;
};
