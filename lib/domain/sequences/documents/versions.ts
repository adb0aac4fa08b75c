import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { decodeCursor, type PageQuery, toPage } from "@/lib/core/page";
import { SequenceDefinition } from "@/lib/domain/sequences/definition";
import { readSequence } from "@/lib/domain/sequences/documents/read";
import type { SequenceVersion } from "@/lib/domain/sequences/schema";
import { asTenant } from "@/lib/infra/db/as-tenant";

type Row = Omit<SequenceVersion, "publishedAt" | "definition"> & {
  publishedAt: Date;
  definition: unknown;
};

/** The published versions of a sequence, newest first, with who is inside each. Throws not_found. */
export const listSequenceVersions = (
  caller: Caller,
  id: string,
  { limit, cursor }: PageQuery,
): Promise<{ data: SequenceVersion[]; nextCursor: string | null }> =>
  asTenant(caller, async (tx) => {
    await readSequence(tx, id);
    const [before = null] = decodeCursor(cursor, 1) ?? [];
    const { rows } = await sql<Row>`
      select v.version, v.version = s.live_version as is_live, v.published_at, v.published_by, v.definition,
        (select count(*)::int from public.enrolments e where e.sequence_id = v.sequence_id and e.version = v.version
          and e.status in ('active', 'paused')) as inside
      from public.sequence_versions v join public.sequences s on s.id = v.sequence_id
      where v.sequence_id = ${id}::uuid and (${before}::int is null or v.version < ${before}::int)
      order by v.version desc limit ${limit + 1}`.execute(tx);
    const versions = rows.map((row) => ({
      ...row,
      publishedAt: row.publishedAt.toISOString(),
      definition: SequenceDefinition.parse(row.definition),
    }));
    return toPage(versions, limit, ({ version }) => [String(version)]);
  });
