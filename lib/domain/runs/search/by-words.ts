import { sql } from "kysely";
import { z } from "zod";
import { idBounds, passes, wordHits } from "@/lib/domain/runs/filter";
import type { RunQuery } from "@/lib/domain/runs/schema";
import type { Tx } from "@/lib/infra/db/as-tenant";

/** How many runs with the words are looked at for one page when more than the words is asked. */
const FOUND = 1000;

type Further = Omit<RunQuery, "q" | "externalId" | "limit" | "cursor">;

/** Whatever is found belongs to the page: nothing is asked but words, a key and a time, which finding already minds. */
const isPlain = ({ from, to, order, fields, ...further }: Further) =>
  Object.values(further).every((value) => value === undefined);

/**
 * The next ids with the words of `q` or their beginnings, the business key `externalId` and all else that is asked,
 * newest first. A run's own id, or that of the run it repeats, is found too.
 */
export const findByWords = async (tx: Tx, query: RunQuery, before: string | undefined) => {
  const { q = "", externalId, limit, cursor, ...others } = query;
  const most = isPlain(others) ? limit + 1 : FOUND;
  const { floor, ceiling } = idBounds(query, before);
  const id = z.uuid().safeParse(q.trim()).data ?? null;
  const { rows } = await sql<{ id: string }>`
    select id from (
      select f.id from ${wordHits(query, most, before)} as f (id)
      union select id from public.runs where (id = ${id}::uuid or replay_of = ${id}::uuid) and ${externalId === undefined}::boolean
        and id >= ${floor}::uuid and id < ${ceiling}::uuid) as hits
    order by id desc limit ${most}::int`.execute(tx);
  const hits = rows.map((row) => row.id);
  const { rows: passed } = await sql<{ id: string }>`
    select id from public.runs where id = any(${hits}::uuid[]) and ${passes(others)}
    order by id desc limit ${limit + 1}::int`.execute(tx);
  const ids = passed.map((row) => row.id);
  if (ids.length > limit) return { ids: ids.slice(0, limit), next: ids[limit - 1] ?? null };
  return { ids, next: hits.length === most ? (hits.at(-1) ?? null) : null };
};
