import { decideAs } from "@/inngest/sequences/powers";
import { worker } from "@/lib/core/caller";
import { meetReceived } from "@/lib/domain/sequences/enrolments/meet-received";
import { sequenceEventHeard } from "@/lib/infra/events/catalogue";
import { inngest } from "@/lib/infra/events/client";

/** Lets people enter, go on in and leave a tenant's sequences because of an event it sent. */
export const hearReceived = inngest.createFunction(
  {
    id: "sequences-hear",
    triggers: [sequenceEventHeard],
    idempotency: "event.data.eventId",
    concurrency: { key: "event.data.tenantId", limit: 5 },
    retries: 6,
  },
  ({ event: { data }, step }) =>
    step.run("meet the event", () =>
      decideAs(worker("sequences-hear", data.tenantId), (tx) =>
        meetReceived(tx, data.eventId, new Date()),
      ),
    ),
);
