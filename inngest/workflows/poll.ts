import { worker } from "@/lib/core/caller";
import { pollOnce } from "@/lib/domain/workflows/polling/poll";
import { pollDue } from "@/lib/infra/events/catalogue";
import { inngest } from "@/lib/infra/events/client";
import { safeFetch } from "@/lib/infra/outbound/safe-fetch";

/** Asks the source of a polling workflow and starts a run for each new item. */
export const poll = inngest.createFunction(
  {
    id: "workflows-poll",
    triggers: [pollDue],
    idempotency: "event.data.lease",
    concurrency: { key: "event.data.tenantId", limit: 5 },
    retries: 2,
  },
  ({ event: { data }, step }) =>
    step.run("ask and start", () =>
      pollOnce(worker("workflows-poll", data.tenantId), data, {
        fetch: safeFetch,
        now: () => new Date(),
      }),
    ),
);
