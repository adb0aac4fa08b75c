import { cron } from "inngest";
import { inngest } from "@/lib/infra/events/client";
import { drainOutbox } from "@/lib/infra/events/relay";

/** Hands over what the process that wrote it could not, once a minute. */
export const sweepOutbox = inngest.createFunction(
  {
    id: "platform-sweep-outbox",
    triggers: [cron("* * * * *")],
    concurrency: { limit: 1 },
    retries: 2,
  },
  async ({ step }) => ({ handedOver: await step.run("drain the outbox", drainOutbox) }),
);
