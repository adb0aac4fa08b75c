import { giveUpPost, sendPost } from "@/lib/domain/notifications/slack/send";
import { slackPostQueued } from "@/lib/infra/events/catalogue";
import { inngest } from "@/lib/infra/events/client";

/** Posts to a tenant's Slack channel; one a second, as Slack wants it. */
export const postSlack = inngest.createFunction(
  {
    id: "notifications-post-slack",
    triggers: [slackPostQueued],
    idempotency: "event.data.postId",
    concurrency: { key: "event.data.tenantId", limit: 1 },
    throttle: { key: "event.data.tenantId", limit: 1, period: "1s" },
    retries: 10,
    onFailure: async ({ event, error, step }) => {
      await step.run("note that it was refused", () =>
        giveUpPost(event.data.event.data, error.message),
      );
    },
  },
  ({ event: { data }, step }) => step.run("post it", () => sendPost(data)),
);
