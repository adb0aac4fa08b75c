import { worker } from "@/lib/core/caller";
import { cancelChildrenOf } from "@/lib/domain/runs/children/cancel";
import { runCancelled } from "@/lib/infra/events/catalogue";
import { inngest } from "@/lib/infra/events/client";

/** Cancels the runs that a cancelled run was waiting for; each tells its own children in turn. */
export const cancelChildren = inngest.createFunction(
  {
    id: "waits-cancel-children",
    triggers: [runCancelled],
    concurrency: { key: "event.data.tenantId", limit: 5 },
    retries: 10,
  },
  ({ event: { data }, step }) =>
    step.run("cancel the children", () =>
      cancelChildrenOf(worker("waits-cancel-children", data.tenantId), data.runId),
    ),
);
