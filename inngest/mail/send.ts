import { giveUpMail, sendMail } from "@/lib/domain/mail/send";
import { mailQueued } from "@/lib/infra/events/catalogue";
import { inngest } from "@/lib/infra/events/client";

/** Sends a queued mail. The throttle keeps all instances together below the provider's five requests a second. */
export const sendQueuedMail = inngest.createFunction(
  {
    id: "mail-send",
    triggers: [mailQueued],
    idempotency: "event.data.mailId",
    concurrency: { limit: 5 },
    throttle: { limit: 5, period: "1s" },
    retries: 12,
    onFailure: async ({ event, error, step }) => {
      await step.run("note that no answer came", () =>
        giveUpMail(event.data.event.data, error.message),
      );
    },
  },
  ({ event, step }) => step.run("send", () => sendMail(event.data)),
);
