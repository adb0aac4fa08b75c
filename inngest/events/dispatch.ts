import { dispatchEvent } from "@/lib/domain/events/dispatch";
import { tellSequences } from "@/lib/domain/sequences/enrolments/tell-received";
import { meetEvent } from "@/lib/domain/waits/meet-event";
import { asSystem } from "@/lib/infra/db/as-system";
import { eventReceived } from "@/lib/infra/events/catalogue";
import { inngest } from "@/lib/infra/events/client";
import { nudgeRelay } from "@/lib/infra/events/relay";

/** Starts the workflows that are subscribed to an event, wakes the runs that wait for it, tells the sequences that hear it. */
export const dispatchReceived = inngest.createFunction(
  {
    id: "events-dispatch",
    triggers: [eventReceived],
    idempotency: "event.data.eventId",
    concurrency: { key: "event.data.tenantId", limit: 10 },
    retries: 10,
  },
  async ({ event, step }) => {
    const done = await step.run("queue its runs and wake who waits", async () => {
      const db = asSystem("bound to the event's tenant; runs in one statement");
      const started = await dispatchEvent(db, event.data);
      const woken = await meetEvent(db, event.data);
      return { started, woken, heard: await tellSequences(db, event.data) };
    });
    nudgeRelay();
    return done;
  },
);
