import { cron } from "inngest";
import { startDue } from "@/lib/domain/workflows/start-due";
import { asSystem } from "@/lib/infra/db/as-system";
import { inngest } from "@/lib/infra/events/client";
import { nudgeRelay } from "@/lib/infra/events/relay";

/** Starts the workflows whose schedule has come, once a minute. */
export const startScheduled = inngest.createFunction(
  {
    id: "workflows-start-scheduled",
    triggers: [cron("* * * * *")],
    concurrency: { limit: 1 },
    retries: 2,
  },
  async ({ step }) => {
    const started = await step.run("queue what is due", () =>
      startDue(asSystem("schedules of every tenant"), new Date()),
    );
    nudgeRelay();
    return { started };
  },
);
