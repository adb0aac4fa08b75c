import { isDeepStrictEqual } from "node:util";
import { sql } from "kysely";
import type { BuiltIn } from "@/lib/domain/sequences/built-in/built-in";
import { builtIns } from "@/lib/domain/sequences/built-in/registry";
import { goLive } from "@/lib/domain/sequences/documents/go-live";
import type { Tx } from "@/lib/infra/db/as-tenant";

type Row = { id: string; builtIn: string; definition: unknown };

const installed = async (tx: Tx): Promise<Row[]> => {
  const { rows } = await sql<Row>`
    select s.id, s.built_in, v.definition from public.sequences s
    left join public.sequence_versions v on v.sequence_id = s.id and v.version = s.live_version
    where s.built_in is not null`.execute(tx);
  return rows;
};

const add = async (tx: Tx, { key, definition }: BuiltIn): Promise<string | undefined> => {
  const { rows } = await sql<{ id: string }>`
    insert into public.sequences (name, draft, built_in) values (${definition.name}, ${JSON.stringify(definition)}::text::jsonb, ${key})
    on conflict do nothing returning id`.execute(tx);
  return rows[0]?.id;
};

/**
 * Brings the house's sequences to the documents of this release; how many changed. A new document is a new version: people
 * inside finish the one they began. One that somebody paused stays paused.
 */
export const installBuiltIns = async (tx: Tx): Promise<number> => {
  const rows = await installed(tx);
  let changed = 0;
  for (const builtIn of builtIns) {
    const row = rows.find((one) => one.builtIn === builtIn.key);
    // Through JSON, because a stored document has no fields that are undefined.
    const document: unknown = JSON.parse(JSON.stringify(builtIn.definition));
    if (row && isDeepStrictEqual(row.definition, document)) continue;
    const id = row?.id ?? (await add(tx, builtIn));
    if (id === undefined) continue;
    await sql`update public.sequences set name = ${builtIn.definition.name}, draft = ${JSON.stringify(document)}::text::jsonb,
      revision = revision + 1 where id = ${id}::uuid`.execute(tx);
    await goLive(tx, id, builtIn.definition, "release");
    changed += 1;
  }
  return changed;
};
