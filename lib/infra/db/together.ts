import { type Kysely, type RawBuilder, sql } from "kysely";
import { AppError } from "@/lib/core/errors";
import { fromPostgres } from "@/lib/infra/db/errors";
import type { DB } from "@/lib/infra/db/types";
import { inBatches } from "@/lib/infra/limits/in-batches";

/**
 * JSON objects as a table `g` of the given columns (SQL), for the `from` of a statement. Postgres expects a hundred rows of
 * such a table, and with a plan made while the others were small it reads those whole ever after. It takes a limit that it
 * does not know for a tenth, so after two of them it plans for one row, whose keys are looked up in an index.
 */
export const given = (texts: readonly string[], columns: RawBuilder<unknown>) => sql`
  (select * from (select * from json_to_recordset(${`[${texts.join(",")}]`}::text::json) as g (${columns})
    limit ${texts.length}) as g limit ${texts.length}) as g`;

/** So many statements of a kind are under way at once; one takes so many items, and stops before so many bytes. */
const BOUNDS = { lanes: 2, maxCount: 32, maxWeight: 1_048_576 };

type Shared<In, Out> = {
  /** Bytes, about. */
  weigh: (item: In) => number;
  /** One result for each item, in their order. */
  statement: (db: Kysely<DB>, items: In[]) => Promise<Out[]>;
};

/** The connection is gone or the time is over: to try again at once helps nobody. */
const isAway = (error: unknown): boolean => {
  const { code } = error instanceof AppError ? error : (fromPostgres(error) ?? {});
  // Serialization failures and deadlocks (class 40) are what another order of things avoids.
  const isConflict = /^40/.test(String((error as { code?: unknown } | null)?.code));
  return !isConflict && (code === "unavailable" || code === "timeout");
};

/**
 * A statement for one item that is shared with what comes at the same time: to begin and to commit a statement takes longer
 * than most of what it does. One item that the database refuses spoils none of the others: each is tried alone then.
 */
export const together = <In, Out>({ weigh, statement }: Shared<In, Out>) => {
  const byDb = new WeakMap<Kysely<DB>, (item: In) => Promise<Out>>();
  const of = (db: Kysely<DB>) => {
    const known =
      byDb.get(db) ?? inBatches({ ...BOUNDS, weigh, work: (items: In[]) => statement(db, items) });
    byDb.set(db, known);
    return known;
  };
  return async (db: Kysely<DB>, item: In): Promise<Out> => {
    try {
      return await of(db)(item);
    } catch (error) {
      if (isAway(error)) throw error;
      const [result] = await statement(db, [item]);
      return result as Out;
    }
  };
};
