import { type Kysely, sql } from "kysely";
import type { DB } from "@/lib/infra/db/types";

/** What a stretch of forgetting did; `more`: its time was over before its work. */
type Forgotten = { dropped: string[]; deleted: number; more: boolean };

const BATCH = 10_000;

/** The ledger of effects is no week's: its rows go when their run is gone and no plan keeps anything of their time. */
const forgetEffects = async (db: Kysely<DB>, at: Date): Promise<number> => {
  const { rows } = await sql<{ n: number }>`
    with gone as (delete from public.effects where ctid in (
      select e.ctid from public.effects e
      where e.claimed_at < ${at}::timestamptz - (select make_interval(weeks => max(history_weeks) + 1) from app.retention)
        and not exists (select from public.runs r where r.tenant_id = e.tenant_id and r.id = e.run_id)
      limit ${BATCH}) returning 1)
    select count(*)::int as n from gone`.execute(db);
  return rows[0]?.n ?? 0;
};

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
    else {
      const effects = await forgetEffects(db, at);
      deleted += effects;
      if (effects < BATCH) return { dropped, deleted, more: false };
    }
  }
  return { dropped, deleted, more: true };
};
