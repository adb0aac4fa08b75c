import { type RawBuilder, sql } from "kysely";
import { conditionsOf } from "@/lib/domain/runs/filter";
import type { RunQuery } from "@/lib/domain/runs/schema";
import type { Tx } from "@/lib/infra/db/as-tenant";

/** How many rows of one index are looked at for one page; whoever asks for what is rare goes on with the next cursor. */
const LOOKED_AT = 20_000;

/** A page of ids, and the id to go on below; null on the last page. */
type Found = { ids: string[]; next: string | null };

const IDS = sql`id, trigger_kind, version, error, ended_at, queued_at, workflow_id, status`;

const branchIds = (
  branch: RawBuilder<boolean>,
  rest: readonly RawBuilder<boolean>[],
  take: number,
) => {
  const range = sql`select ${IDS} from public.runs where ${branch} order by id desc`;
  return rest.length === 0
    ? sql`(${range} limit ${take}::int)`
    : sql`(select * from (${range} limit ${LOOKED_AT}::int) as range where ${sql.join(rest, sql` and `)} limit ${take}::int)`;
};

/** The id below which some branch was not looked at. */
const horizon = async (tx: Tx, branches: readonly RawBuilder<boolean>[]) => {
  const ends = branches.map(
    (branch) =>
      sql`(select id from public.runs where ${branch} order by id desc offset ${LOOKED_AT - 1}::int limit 1)`,
  );
  const { rows } = await sql<{ id: string }>`
    select id from (${sql.join(ends, sql` union all `)}) as ends order by id desc limit 1`.execute(
    tx,
  );
  return rows[0]?.id;
};

/** The statement that finds a page: ids that pass, newest first, one more than the page holds. */
export const pageStatement = (query: RunQuery, before?: string) => {
  const { branches, rest } = rangesOf(query, before);
  const take = query.limit + 1;
  const parts = branches.map((branch) => branchIds(branch, rest, take));
  return sql<{ id: string }>`
    select id from (${sql.join(parts, sql` union all `)}) as page order by id desc limit ${take}::int`;
};

const rangesOf = (query: RunQuery, before: string | undefined) =>
  conditionsOf(query, before ? [sql<boolean>`id < ${before}::uuid`] : []);

/** The next ids that pass, newest first, from at most LOOKED_AT rows of each index range. */
export const findByFilter = async (
  tx: Tx,
  query: RunQuery,
  before: string | undefined,
): Promise<Found> => {
  const { branches, rest } = rangesOf(query, before);
  const { rows } = await pageStatement(query, before).execute(tx);
  const ids = rows.map(({ id }) => id);
  if (ids.length > query.limit) return { ids: ids.slice(0, -1), next: ids.at(-2) ?? null };
  const end = rest.length > 0 ? await horizon(tx, branches) : undefined;
  return end ? { ids: ids.filter((id) => id >= end), next: end } : { ids, next: null };
};
