import { aboutCustomer, decideAs } from "@/inngest/sequences/powers";
import { readDetails } from "@/inngest/sequences/product-details";
import { worker } from "@/lib/core/caller";
import { installBuiltIns } from "@/lib/domain/sequences/house/install";
import { meetProduct } from "@/lib/domain/sequences/house/meet-product";
import { asTenant } from "@/lib/infra/db/as-tenant";
import {
  groupFailed,
  monthCounted,
  onboardingCompleted,
  onboardingStalled,
  onboardingStepCompleted,
  planChosen,
  runSucceededFirst,
  trialEnding,
  userConfirmed,
  workflowRecovered,
} from "@/lib/infra/events/catalogue";
import { inngest } from "@/lib/infra/events/client";

const NAME = "sequences-hear-product";

/** Writes to the product's own users as its house: what happened is read behind the customer's wall, then met behind the house's. */
export const hearProduct = inngest.createFunction(
  {
    id: NAME,
    triggers: [
      userConfirmed,
      runSucceededFirst,
      workflowRecovered,
      groupFailed,
      trialEnding,
      planChosen,
      monthCounted,
      onboardingStepCompleted,
      onboardingCompleted,
      onboardingStalled,
    ],
    concurrency: { limit: 5 },
    retries: 8,
  },
  ({ event, step }) =>
    step.run("meet the event", () => meetAsHouse(event.name, event.id, event.data)),
);

type Data = Parameters<typeof readDetails>[2];

/** Reads what happened behind the customer's wall and meets it behind the house's. */
export const meetAsHouse = async (name: string, id: string | undefined, data: Data) => {
  const customer = worker(NAME, data.tenantId);
  const details = await asTenant(customer, (tx) => readDetails(tx, name, data));
  if (!details) return { mails: 0 };
  const about = await aboutCustomer(NAME, data.tenantId, details.userId ?? null);
  if (about.houseId === null) return { mails: 0 };
  const event = { name, tenantId: data.tenantId, key: id ?? name, ...details };
  return decideAs(worker(NAME, about.houseId), async (tx) => {
    await installBuiltIns(tx);
    return meetProduct(tx, event, about, new Date());
  });
};
