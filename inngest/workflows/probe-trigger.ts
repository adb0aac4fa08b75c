import { worker } from "@/lib/core/caller";
import { probeHook } from "@/lib/domain/inbound/probe/probe-hook";
import { probeTriggers } from "@/lib/domain/workflows/triggers/probe";
import { triggerChanged } from "@/lib/infra/events/catalogue";
import { inngest } from "@/lib/infra/events/client";
import { safeFetch } from "@/lib/infra/outbound/safe-fetch";

/** Looks whether a published trigger can really start its workflow, after publishing and once an hour. */
export const probeTrigger = inngest.createFunction(
  {
    id: "workflows-probe-trigger",
    triggers: [triggerChanged],
    concurrency: { key: "event.data.tenantId", limit: 5 },
    retries: 3,
  },
  ({ event: { data }, step }) =>
    step.run("probe it", () =>
      probeTriggers(worker("workflows-probe-trigger", data.tenantId), data.workflowId, {
        fetch: safeFetch,
        probeHook,
      }),
    ),
);
