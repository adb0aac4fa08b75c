import { cron } from "inngest";
import { sql } from "kysely";
import { forgetHistory } from "@/lib/domain/runs/retention/forget";
import { asSystem } from "@/lib/infra/db/as-system";
import { inngest } from "@/lib/infra/events/client";

const BATCH = 10_000;

const system = () => asSystem("upkeep of tables that all tenants share");

const makePartitions = async () => {
  const { rows } = await sql<{ made: number }>`select app.ensure_partitions() as made`.execute(
    system(),
  );
  return rows[0]?.made ?? 0;
};

// Each row of these says itself when it is of no use to anybody any more.
const EXPIRING = [
  "idempotency_keys",
  "delivery_keys",
  "event_keys",
  "poll_keys",
  "notifications",
  "slack_posts",
] as const;

/** Removes the rows of a table whose time is over, in batches; how many. `table` is one of those that have `expires_at`. */
export const purge = async (table: (typeof EXPIRING)[number]): Promise<number> => {
  let total = 0;
  for (let purged = BATCH; purged === BATCH; total += purged) {
    const { rows } = await sql<{ n: string }>`
      with gone as (delete from ${sql.table(`public.${table}`)} where ctid in
        (select ctid from ${sql.table(`public.${table}`)} where expires_at < now() limit ${BATCH}) returning 1)
      select count(*) as n from gone`.execute(system());
    purged = Number(rows[0]?.n ?? 0);
  }
  return total;
};

/** Forgetting for this long is one step. */
const STRETCH_MS = 20_000;

/** Makes the partitions of the coming weeks, removes what has expired and forgets history whose time is over, once a day. */
export const ensurePartitions = inngest.createFunction(
  {
    id: "platform-ensure-partitions",
    triggers: [cron("15 3 * * *")],
    concurrency: { limit: 1 },
    retries: 10,
  },
  async ({ step }) => {
    const made = await step.run("make partitions", makePartitions);
    const purged: Record<string, number> = {};
    for (const table of EXPIRING)
      purged[table] = await step.run(`purge ${table}`, () => purge(table));
    const forgotten = { dropped: [] as string[], deleted: 0 };
    for (let stretch = 1, more = true; more; stretch++) {
      const piece = await step.run(`forget history ${stretch}`, () =>
        forgetHistory(system(), new Date(), STRETCH_MS),
      );
      forgotten.dropped.push(...piece.dropped);
      forgotten.deleted += piece.deleted;
      more = piece.more;
    }
    return { made, purged, forgotten };
  },
);
