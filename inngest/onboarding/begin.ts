import { beginOnboarding } from "@/lib/domain/onboarding/sweep";
import { userConfirmed } from "@/lib/infra/events/catalogue";
import { inngest } from "@/lib/infra/events/client";

/** Begins the onboarding of whoever confirmed an address, so that those who never come back are known, too. */
export const begin = inngest.createFunction(
  { id: "onboarding-begin", triggers: [userConfirmed], concurrency: { limit: 10 } },
  ({ event: { data }, step }) =>
    step.run("begin", () => beginOnboarding({ tenantId: data.tenantId, userId: data.userId })),
);
