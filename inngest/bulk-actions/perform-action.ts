import { BATCHES } from "@/inngest/bulk-actions/batches";
import { type Caller, worker } from "@/lib/core/caller";
import { advanceBulkAction, failBulkAction } from "@/lib/domain/bulk-actions/advance";
import { bulkActionRequested } from "@/lib/infra/events/catalogue";
import { inngest } from "@/lib/infra/events/client";
import { nudgeRelay } from "@/lib/infra/events/relay";

/** Batches for this long are one step; each is a transaction of its own, so a step that dies loses no more than one. */
const STRETCH_MS = 5000;

const advance = async (caller: Caller, actionId: string): Promise<boolean> => {
  const deadline = Date.now() + STRETCH_MS;
  let more = true;
  while (more && Date.now() < deadline)
    more = await advanceBulkAction(caller, actionId, (tx, action) =>
      BATCHES[action.kind](tx, action, caller.tenantId),
    );
  nudgeRelay();
  return more;
};

/** Does a bulk action batch by batch until nothing is left or somebody cancels it. One at a time for each tenant. */
export const performBulkAction = inngest.createFunction(
  {
    id: "bulk-actions-perform",
    triggers: [bulkActionRequested],
    idempotency: "event.data.actionId",
    concurrency: { key: "event.data.tenantId", limit: 1 },
    retries: 10,
    onFailure: async ({ event, error, step }) => {
      const { tenantId, actionId } = event.data.event.data;
      await step.run("mark the action failed", () =>
        failBulkAction(worker("bulk-actions-perform", tenantId), actionId, error.message),
      );
    },
  },
  async ({ event: { data }, step }) => {
    const caller = worker("bulk-actions-perform", data.tenantId);
    for (let stretch = 1; ; stretch++) {
      const more = await step.run(`stretch ${stretch}`, () => advance(caller, data.actionId));
      if (!more) return { stretches: stretch };
    }
  },
);
