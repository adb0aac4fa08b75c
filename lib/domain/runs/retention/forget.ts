import { type Kysely, sql } from "kysely";
import type { DB } from "@/lib/infra/db/types";

/** What a stretch of forgetting did; `more`: its time was over before its work. */
type Forgotten = { dropped: string[]; deleted: number; more: boolean };

/**
 * Forgets history whose time is over at `at`: whole weeks where nobody keeps anything, rows where some do. Each piece is a
 * transaction of its own, so a stretch that dies loses nothing; one ends after about `forMs`.
 */
export const forgetHistory = async (
  db: Kysely<DB>,
  at: Date,
  forMs: number,
): Promise<Forgotten> => {
  const deadline = Date.now() + forMs;
  const dropped: string[] = [];
  let deleted = 0;
  while (Date.now() < deadline) {
    const { rows } = await sql<{ dropped: string | null; deleted: number }>`
      select dropped, deleted from app.forget_history(${at})`.execute(db);
    const [row] = rows;
    if (row?.dropped) dropped.push(row.dropped);
    else if (row && row.deleted > 0) deleted += row.deleted;
    else return { dropped, deleted, more: false };
  }
  return { dropped, deleted, more: true };
};
