import { sql } from "kysely";
import { asSystem } from "@/lib/infra/db/as-system";
import { samplesRemoved } from "@/lib/infra/events/catalogue";
import { inngest } from "@/lib/infra/events/client";
import { sleep } from "@/lib/infra/events/sleep";

/** Forgets what sample runs wrote that were under way when their samples were taken away. */
export const cleanUpSamples = inngest.createFunction(
  { id: "samples-clean-up", triggers: [samplesRemoved], concurrency: { limit: 5 } },
  async ({ event: { data }, step }) => {
    await sleep(step, "until they have stopped", new Date(Date.now() + 60_000));
    await step.run("forget what they wrote", async () => {
      await sql`select app.forget_runs(${data.tenantId}::uuid, ${data.runIds}::uuid[])`.execute(
        asSystem("what is left belongs to no run any more"),
      );
    });
  },
);
