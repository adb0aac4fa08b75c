import { worker } from "@/lib/core/caller";
import { queueWelcome } from "@/lib/domain/mail/welcome";
import { userConfirmed } from "@/lib/infra/events/catalogue";
import { inngest } from "@/lib/infra/events/client";

/** Welcomes a person once the address is confirmed; once for good, because the ledger knows the key. */
export const welcome = inngest.createFunction(
  { id: "accounts-welcome", triggers: [userConfirmed], concurrency: { limit: 10 } },
  ({ event: { data }, step }) =>
    step.run("queue the welcome mail", () =>
      queueWelcome(worker("accounts-welcome", data.tenantId), data.userId),
    ),
);
