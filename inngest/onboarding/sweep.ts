import { cron } from "inngest";
import { tellStalled, tickDone } from "@/lib/domain/onboarding/sweep";
import { asSystem } from "@/lib/infra/db/as-system";
import { inngest } from "@/lib/infra/events/client";
import { nudgeRelay } from "@/lib/infra/events/relay";

const db = () => asSystem("finds people of every tenant whose onboarding moved or stands still");

/** Once a minute: ticks what was done while nobody looked, then tells who is stuck; never who has just come through. */
export const sweepOnboarding = inngest.createFunction(
  {
    id: "onboarding-sweep",
    triggers: [cron("* * * * *")],
    concurrency: { limit: 1 },
    retries: 1,
  },
  async ({ step }) => {
    const ticked = await step.run("tick what is done", () => tickDone(db()));
    const stalled = await step.run("tell who is stuck", () => tellStalled(db()));
    nudgeRelay();
    return { ticked, stalled };
  },
);
