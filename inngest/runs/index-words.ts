import { cron } from "inngest";
import { sql } from "kysely";
import { asSystem } from "@/lib/infra/db/as-system";
import { inngest } from "@/lib/infra/events/client";

const BATCH = 10_000;

/** Once an hour a look back over days: what could not be written while nobody looked. */
const reach = (minute: number) => (minute === 0 ? "8 days" : "15 minutes");

const indexSince = async (since: string): Promise<number> => {
  let total = 0;
  for (let taken = BATCH; taken === BATCH; total += taken) {
    const { rows } = await sql<{ taken: number }>`
      select app.index_runs(now() - ${since}::interval, ${BATCH}) as taken`.execute(
      asSystem("words of every tenant's runs, written set by set"),
    );
    taken = rows[0]?.taken ?? 0;
  }
  return total;
};

/** Makes new runs findable by their words, once a minute; until then the search looks at them one by one. */
export const indexRuns = inngest.createFunction(
  {
    id: "runs-index-words",
    triggers: [cron("* * * * *")],
    concurrency: { limit: 1 },
    retries: 2,
  },
  async ({ step }) => ({
    indexed: await step.run("write the words", () => indexSince(reach(new Date().getMinutes()))),
  }),
);
