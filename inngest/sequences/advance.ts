import { aboutCustomer, decideAs } from "@/inngest/sequences/powers";
import { worker } from "@/lib/core/caller";
import { advanceBatch } from "@/lib/domain/sequences/enrolments/advance-batch";
import { type About, aroundOf } from "@/lib/domain/sequences/house/about";
import { customersOf, ownTenant } from "@/lib/domain/sequences/house/subjects";
import { asTenant } from "@/lib/infra/db/as-tenant";
import { sequenceBatchDue } from "@/lib/infra/events/catalogue";
import { inngest } from "@/lib/infra/events/client";

const NAME = "sequences-advance";

/** Decides what some people in sequences get next. Their mails, places and reasons are one commit. */
export const advancePeople = inngest.createFunction(
  {
    id: NAME,
    triggers: [sequenceBatchDue],
    concurrency: [{ limit: 8 }, { key: "event.data.tenantId", limit: 3 }],
    retries: 4,
  },
  ({ event: { data }, step }) =>
    step.run("decide and queue the mails", () => advancePeopleOf(data.tenantId, data.enrolmentIds)),
);

/** Advances some people of a tenant. `now` is another time in tests only. */
export const advancePeopleOf = async (
  tenantId: string,
  ids: readonly string[],
  now = new Date(),
) => {
  const caller = worker(NAME, tenantId);
  const known = new Map<string, About>();
  for (const customer of await asTenant(caller, (tx) => customersOf(tx, ids)))
    known.set(customer, await aboutCustomer(NAME, customer));
  return decideAs(caller, async (tx) => {
    const own = { tenant: await ownTenant(tx) };
    const surroundings = (subject: string, userId: string | null) => {
      const about = known.get(subject.split("/")[0] ?? "");
      return about ? aroundOf(about, userId) : own;
    };
    return advanceBatch(tx, ids, now, surroundings);
  });
};
