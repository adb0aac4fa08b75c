import { worker } from "@/lib/core/caller";
import { failureAlerts } from "@/lib/domain/dead-letters/alert";
import { queueMail } from "@/lib/domain/mail/queue";
import { asTenant } from "@/lib/infra/db/as-tenant";
import { groupFailed } from "@/lib/infra/events/catalogue";
import { inngest } from "@/lib/infra/events/client";

/** Queues one mail for each admin and owner about the first failure of a cause within an hour; the ledger knows the key. */
export const tellFailure = inngest.createFunction(
  {
    id: "dead-letters-tell-failure",
    triggers: [groupFailed],
    idempotency: "event.data.letterId",
    concurrency: { key: "event.data.tenantId", limit: 5 },
  },
  ({ event: { data }, step }) =>
    step.run("queue the mails", () => tellOf(data.tenantId, data.letterId)),
);

const tellOf = (tenantId: string, letterId: string): Promise<{ mails: number }> =>
  asTenant(worker("dead-letters-tell-failure", tenantId), async (tx) => {
    const alerts = await failureAlerts(tx, letterId);
    for (const mail of alerts) await queueMail(tx, { ...mail, template: "workflow-failed" });
    return { mails: alerts.length };
  });
