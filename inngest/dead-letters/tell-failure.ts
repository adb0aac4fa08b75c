import { worker } from "@/lib/core/caller";
import { failureAlert } from "@/lib/domain/dead-letters/alert";
import { notify, type Told } from "@/lib/domain/notifications/notify";
import { asTenant } from "@/lib/infra/db/as-tenant";
import { groupFailed } from "@/lib/infra/events/catalogue";
import { inngest } from "@/lib/infra/events/client";

/** Tells admins and owners of the first failure of a cause within an hour, through the channels they want. */
export const tellFailure = inngest.createFunction(
  {
    id: "dead-letters-tell-failure",
    triggers: [groupFailed],
    idempotency: "event.data.letterId",
    concurrency: { key: "event.data.tenantId", limit: 5 },
  },
  ({ event: { data }, step }) =>
    step.run("tell people", () => tellOf(data.tenantId, data.letterId)),
);

/** Tells of a letter's group, once for each time it is told at all; nobody when it was dealt with meanwhile. */
export const tellOf = (tenantId: string, letterId: string): Promise<Told> =>
  asTenant(worker("dead-letters-tell-failure", tenantId), async (tx) => {
    const alert = await failureAlert(tx, letterId);
    if (!alert) return { people: 0, slack: false };
    return notify(tx, tenantId, { kind: "run.failed", to: { role: "admin" }, ...alert });
  });
