import { worker } from "@/lib/core/caller";
import { startFollowers } from "@/lib/domain/workflows/triggers/start-followers";
import { runFollowed } from "@/lib/infra/events/catalogue";
import { inngest } from "@/lib/infra/events/client";

/** Starts the workflows that follow one whose run ended. */
export const startFollowing = inngest.createFunction(
  {
    id: "workflows-start-following",
    triggers: [runFollowed],
    idempotency: "event.data.runId",
    concurrency: { key: "event.data.tenantId", limit: 10 },
    retries: 10,
  },
  async ({ event: { data }, step }) => ({
    started: await step.run("queue their runs", () =>
      startFollowers(worker("workflows-start-following", data.tenantId), data.runId),
    ),
  }),
);
