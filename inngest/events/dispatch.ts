import { dispatchEvent } from "@/lib/domain/events/dispatch";
import { asSystem } from "@/lib/infra/db/as-system";
import { eventReceived } from "@/lib/infra/events/catalogue";
import { inngest } from "@/lib/infra/events/client";
import { nudgeRelay } from "@/lib/infra/events/relay";

/** Starts the workflows that are subscribed to an event. */
export const dispatchReceived = inngest.createFunction(
  {
    id: "events-dispatch",
    triggers: [eventReceived],
    idempotency: "event.data.eventId",
    concurrency: { key: "event.data.tenantId", limit: 10 },
    retries: 10,
  },
  async ({ event, step }) => {
    const started = await step.run("queue its runs", () =>
      dispatchEvent(asSystem("bound to the event's tenant; runs in one statement"), event.data),
    );
    nudgeRelay();
    return { started };
  },
);
