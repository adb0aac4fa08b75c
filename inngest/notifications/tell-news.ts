import { worker } from "@/lib/core/caller";
import {
  brokenTrigger,
  finishedSetUp,
  joinedMember,
  lateSchedule,
} from "@/lib/domain/notifications/news";
import { type News, notify, type Told } from "@/lib/domain/notifications/notify";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";
import {
  memberJoined,
  onboardingCompleted,
  scheduleLate,
  triggerBroken,
} from "@/lib/infra/events/catalogue";
import { inngest } from "@/lib/infra/events/client";

/** Tells people what happened in their company. The key of the news makes it once, however often the event comes. */
export const tellNews = inngest.createFunction(
  {
    id: "notifications-tell-news",
    triggers: [triggerBroken, scheduleLate, memberJoined, onboardingCompleted],
    concurrency: { key: "event.data.tenantId", limit: 5 },
    retries: 10,
  },
  ({ event, step }) =>
    step.run("tell people", () => {
      if (event.name === "workflows/trigger.broken")
        return tell(event.data, (tx) => brokenTrigger(tx, event.data.workflowId));
      if (event.name === "workflows/schedule.late")
        return tell(event.data, (tx) => lateSchedule(tx, event.data));
      if (event.name === "tenants/member.joined")
        return tell(event.data, (tx) => joinedMember(tx, event.data));
      if (event.name === "onboarding/completed")
        return tell(event.data, (tx) => finishedSetUp(tx, event.data.userId));
      return undefined;
    }),
);

/** Reads the news and tells it, in one transaction; nobody when there is nothing to tell any more. */
export const tell = (
  { tenantId }: { tenantId: string },
  read: (tx: Tx) => Promise<News | undefined>,
): Promise<Told> =>
  asTenant(worker("notifications-tell-news", tenantId), async (tx) => {
    const news = await read(tx);
    return news ? notify(tx, tenantId, news) : { people: 0, slack: false };
  });
