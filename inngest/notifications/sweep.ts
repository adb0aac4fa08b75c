import { cron } from "inngest";
import { claimMails } from "@/lib/domain/notifications/mail/claim";
import { asSystem } from "@/lib/infra/db/as-system";
import { inngest } from "@/lib/infra/events/client";
import { nudgeRelay } from "@/lib/infra/events/relay";

/** Once a minute: asks for the mails whose digest has come or whose quiet hours are over. */
export const sweepNotifications = inngest.createFunction(
  {
    id: "notifications-sweep",
    triggers: [cron("* * * * *")],
    concurrency: { limit: 1 },
    retries: 2,
  },
  async ({ step }) => {
    const due = await step.run("ask for mails", () =>
      claimMails(asSystem("finds work among the notifications of every tenant"), new Date()),
    );
    nudgeRelay();
    return { due };
  },
);
