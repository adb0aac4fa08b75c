import { sql } from "kysely";
import type { Caller } from "@/lib/core/caller";
import { passes } from "@/lib/domain/runs/filter";
import { RUN_COLUMNS, toRunItem } from "@/lib/domain/runs/list";
import type { RunChanges, RunChangesQuery } from "@/lib/domain/runs/schema";
import { asTenant } from "@/lib/infra/db/as-tenant";

const MOST = 1000;

/** How many runs that pass the filter came after `since`, counted to 1,000, and how the runs in `ids` stand now. */
export const listRunChanges = (
  caller: Caller,
  { since, ids = [], ...filter }: RunChangesQuery,
): Promise<RunChanges> =>
  asTenant(caller, async (tx) => {
    const { count, newest } = await tx
      .selectFrom(
        tx
          .selectFrom("runs")
          .select("id")
          .where(passes(filter))
          .where("id", ">", since)
          .orderBy("id", "desc")
          .limit(MOST)
          .as("fresh"),
      )
      .select([
        sql<number>`count(*)::int`.as("count"),
        sql<string | null>`max(id::text)`.as("newest"),
      ])
      .executeTakeFirstOrThrow();
    const wanted = ids.flatMap((value) => value.split(","));
    const rows =
      wanted.length === 0
        ? []
        : await tx
            .selectFrom("runs")
            .select(RUN_COLUMNS)
            .where(sql<boolean>`id = any(${wanted}::uuid[])`)
            .execute();
    return { fresh: count, isMore: count === MOST, newest, runs: rows.map(toRunItem) };
  });
