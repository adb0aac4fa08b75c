import { cron } from "inngest";
import { claimPolls } from "@/lib/domain/workflows/polling/claim";
import { claimProbes } from "@/lib/domain/workflows/triggers/claim-probes";
import { startDue } from "@/lib/domain/workflows/triggers/start-due";
import { asSystem } from "@/lib/infra/db/as-system";
import { inngest } from "@/lib/infra/events/client";
import { nudgeRelay } from "@/lib/infra/events/relay";

const db = () => asSystem("schedules, polls and probes of every tenant");

/** Once a minute: starts the workflows whose schedule has come, and queues the polls and probes that are due. */
export const startScheduled = inngest.createFunction(
  {
    id: "workflows-start-scheduled",
    triggers: [cron("* * * * *")],
    concurrency: { limit: 1 },
    retries: 2,
  },
  async ({ step }) => {
    const started = await step.run("queue what is due", () => startDue(db(), new Date()));
    const polls = await step.run("queue polls", () => claimPolls(db(), new Date()));
    const probes = await step.run("queue probes", () => claimProbes(db(), new Date()));
    nudgeRelay();
    return { started, polls, probes };
  },
);
