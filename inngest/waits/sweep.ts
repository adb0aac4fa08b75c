import { cron } from "inngest";
import { queueEscalations } from "@/lib/domain/approvals/escalate";
import { closeLeft, forgetOld, wakeAgain } from "@/lib/domain/waits/sweep";
import { asSystem } from "@/lib/infra/db/as-system";
import { inngest } from "@/lib/infra/events/client";
import { nudgeRelay } from "@/lib/infra/events/relay";

const db = () => asSystem("finds work among the waits of every tenant");

/** Once a minute: wakes runs that did not hear their answer, asks further people, tidies up. */
export const sweepWaits = inngest.createFunction(
  {
    id: "waits-sweep",
    triggers: [cron("* * * * *")],
    concurrency: { limit: 1 },
    retries: 2,
  },
  async ({ step }) => {
    const done = await step.run("wake, escalate, close", async () => ({
      woken: await wakeAgain(db()),
      escalated: await queueEscalations(db(), new Date()),
      closed: await closeLeft(db()),
      forgotten: await forgetOld(db()),
    }));
    nudgeRelay();
    return done;
  },
);
