import { type RawBuilder, sql } from "kysely";
import { conditionsOf } from "@/lib/domain/runs/filter";
import type { RunQuery } from "@/lib/domain/runs/schema";
import type { Tx } from "@/lib/infra/db/as-tenant";

/** How many rows of one index are looked at for one page; whoever asks for what is rare goes on with the next cursor. */
const LOOKED_AT = 12_000;

/** A page of ids, and the id to go on from; null on the last page. */
type Found = { ids: string[]; next: string | null };

const IDS = sql`id, trigger_kind, version, error_code, ended_at, queued_at, workflow_id, status`;

/** Ids carry their time, so both ways are a walk over the same index. */
const wayOf = ({ order }: RunQuery) => (order === "oldest" ? sql`asc` : sql`desc`);

const branchIds = (
  branch: RawBuilder<boolean>,
  rest: readonly RawBuilder<boolean>[],
  way: RawBuilder<unknown>,
  take: number,
) => {
  const range = sql`select ${IDS} from public.runs where ${branch} order by id ${way}`;
  return rest.length === 0
    ? sql`(${range} limit ${take}::int)`
    : sql`(select * from (${range} limit ${LOOKED_AT}::int) as range where ${sql.join(rest, sql` and `)} limit ${take}::int)`;
};

/** The id beyond which some branch was not looked at. */
const horizon = async (
  tx: Tx,
  branches: readonly RawBuilder<boolean>[],
  way: RawBuilder<unknown>,
) => {
  const ends = branches.map(
    (branch) =>
      sql`(select id from public.runs where ${branch} order by id ${way} offset ${LOOKED_AT - 1}::int limit 1)`,
  );
  const { rows } = await sql<{ id: string }>`
    select id from (${sql.join(ends, sql` union all `)}) as ends order by id ${way} limit 1`.execute(
    tx,
  );
  return rows[0]?.id;
};

/** The statement that finds a page: ids that pass, in the query's order, one more than the page holds. */
export const pageStatement = (query: RunQuery, reached?: string) => {
  const { branches, rest } = rangesOf(query, reached);
  const way = wayOf(query);
  const take = query.limit + 1;
  const parts = branches.map((branch) => branchIds(branch, rest, way, take));
  return sql<{ id: string }>`
    select id from (${sql.join(parts, sql` union all `)}) as page order by id ${way} limit ${take}::int`;
};

const rangesOf = (query: RunQuery, reached: string | undefined) => {
  if (!reached) return conditionsOf(query, []);
  const beyond =
    query.order === "oldest"
      ? sql<boolean>`id > ${reached}::uuid`
      : sql<boolean>`id < ${reached}::uuid`;
  return conditionsOf(query, [beyond]);
};

/** The next ids that pass, in the query's order, from at most LOOKED_AT rows of each index range. */
export const findByFilter = async (
  tx: Tx,
  query: RunQuery,
  reached: string | undefined,
): Promise<Found> => {
  const { branches, rest } = rangesOf(query, reached);
  const { rows } = await pageStatement(query, reached).execute(tx);
  const ids = rows.map(({ id }) => id);
  if (ids.length > query.limit) return { ids: ids.slice(0, -1), next: ids.at(-2) ?? null };
  const end = rest.length > 0 ? await horizon(tx, branches, wayOf(query)) : undefined;
  if (!end) return { ids, next: null };
  const seen = query.order === "oldest" ? (id: string) => id <= end : (id: string) => id >= end;
  return { ids: ids.filter(seen), next: end };
};
