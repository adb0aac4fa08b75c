import { sql } from "kysely";
import type { z } from "zod";
import type { Caller } from "@/lib/core/caller";
import { decodeCursor, toPage } from "@/lib/core/page";
import { hintOf } from "@/lib/domain/dead-letters/hint";
import type {
  LetterGroup,
  LetterGroupPage,
  LetterGroupQuery,
} from "@/lib/domain/dead-letters/schema";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";

type Row = Omit<LetterGroup, "hint" | "firstAt" | "lastAt"> & {
  newestId: string;
  firstAt: Date;
  lastAt: Date;
};

/** The letter that came last stands for its group in every order. */
const NEWEST = sql`(array_agg(id order by id desc))[1]`;

/** Each order: its keys, which of them are behind a cursor's, and the keys of a row. */
const ORDERS = {
  newest: {
    by: sql`newest_id desc`,
    after: ([id]: string[]) => sql`${NEWEST} < ${id}::uuid`,
    keys: ({ newestId }: Row) => [newestId],
  },
  most: {
    by: sql`count desc, newest_id desc`,
    after: ([count, id]: string[]) => sql`(count(*), ${NEWEST}) < (${count}::bigint, ${id}::uuid)`,
    keys: ({ count, newestId }: Row) => [String(count), newestId],
  },
} as const;

const readGroups = async (tx: Tx, query: LetterGroupQuery, reached: string[] | undefined) => {
  const { workflowId = null, code = null, state, limit, sort = "newest" } = query;
  const { by, after } = ORDERS[sort];
  const { rows } = await sql<Row>`
    with letters as (
      select * from public.dead_letters where state = ${state}
        and (${workflowId}::uuid is null or workflow_id = ${workflowId}) and (${code}::text is null or code = ${code})),
    kinds as (
      select fingerprint, count(*)::int as count, min(failed_at) as first_at, max(failed_at) as last_at,
        ${NEWEST} as newest_id
      from letters group by fingerprint having ${reached ? after(reached) : sql`true`}
      order by ${by} limit ${limit + 1})
    select k.fingerprint as "group", k.count, k.first_at, k.last_at, k.newest_id, l.code, l.step_id, l.message, (
      select jsonb_agg(jsonb_build_object('id', w.workflow_id, 'name', w.name, 'count', w.count) order by w.count desc) from (
        select workflow_id, max(workflow_name) as name, count(*)::int as count from letters x
        where x.fingerprint = k.fingerprint group by workflow_id order by count desc limit 10) as w) as workflows
    from kinds k join public.dead_letters l on l.id = k.newest_id order by ${by}`.execute(tx);
  return rows;
};

/** How many letters of the tenant are open. */
export const countOpenLetters = (caller: Caller): Promise<number> =>
  asTenant(caller, async (tx) => {
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from public.dead_letters where state = 'open'`.execute(tx);
    return rows[0]?.n ?? 0;
  });

/** Dead letters by cause, the cause that failed last first unless the query says otherwise. */
export const groupLetters = (
  caller: Caller,
  query: LetterGroupQuery,
): Promise<z.infer<typeof LetterGroupPage>> =>
  asTenant(caller, async (tx) => {
    const { keys } = ORDERS[query.sort ?? "newest"];
    const reached = decodeCursor(query.cursor, query.sort === "most" ? 2 : 1);
    const page = toPage(await readGroups(tx, query, reached), query.limit, keys);
    const data = page.data.map(({ newestId: _, firstAt, lastAt, ...row }) => ({
      ...row,
      hint: hintOf(row.code),
      firstAt: firstAt.toISOString(),
      lastAt: lastAt.toISOString(),
    }));
    return { data, nextCursor: page.nextCursor, open: await countOpenLetters(caller) };
  });
