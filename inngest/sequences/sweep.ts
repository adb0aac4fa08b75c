import { cron } from "inngest";
import { queueDue } from "@/lib/domain/sequences/enrolments/queue-due";
import { tellMonths, tellRecovered, tellTrials } from "@/lib/domain/sequences/house/tell";
import { asSystem } from "@/lib/infra/db/as-system";
import { inngest } from "@/lib/infra/events/client";
import { nudgeRelay } from "@/lib/infra/events/relay";

const db = () => asSystem("finds people of every tenant whose time has come");

/** Once a minute: claims the people whose time has come, and tells the houses what only the calendar knows. */
export const sweepSequences = inngest.createFunction(
  {
    id: "sequences-sweep",
    triggers: [cron("* * * * *")],
    concurrency: { limit: 1 },
    retries: 2,
  },
  async ({ step }) => {
    const done = await step.run("claim who is due", async () => {
      const now = new Date();
      return {
        due: await queueDue(db(), now),
        recovered: await tellRecovered(db()),
        // Days early or late do not matter here, so that every minute need not look.
        ...(now.getUTCMinutes() % 30 === 0 && {
          trials: await tellTrials(db(), now),
          months: await tellMonths(db(), now),
        }),
      };
    });
    nudgeRelay();
    return done;
  },
);
