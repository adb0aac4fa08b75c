import { type RawBuilder, sql } from "kysely";

const DAY_MS = 86_400_000;

/** The Monday (UTC) of the week in which a UUIDv7 was made, as `20261116`. */
const weekOf = (id: string): string => {
  const ms = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
  const day = Math.floor(ms / DAY_MS);
  // 1 January 1970 was a Thursday.
  const monday = new Date((day - ((day + 3) % 7)) * DAY_MS);
  return monday.toISOString().slice(0, 10).replaceAll("-", "");
};

/**
 * Where the rows of runs lie that are known to be there: their weekly part, if it is one for all, or else the whole table. To
 * change a row through the table, Postgres opens every part there is, whether it holds the row or not: that takes as long as
 * the change at seven parts, and there are more with every week of history.
 */
export const partOf = (
  table: "runs" | "run_steps",
  [first = "", ...others]: readonly string[],
): RawBuilder<unknown> => {
  const week = weekOf(first);
  const isOne = others.every((id) => weekOf(id) === week);
  return sql.raw(isOne ? `parts.${table}_${week}` : `public.${table}`);
};
