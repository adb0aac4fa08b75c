import { type Caller, worker } from "@/lib/core/caller";
import { queueFrozen } from "@/lib/domain/mail/queue-frozen";
import type { SequenceMail } from "@/lib/domain/sequences/enrolments/advance-batch";
import { type About, readAbout } from "@/lib/domain/sequences/house/about";
import { asTenant, type Tx } from "@/lib/infra/db/as-tenant";

/** Decides as a worker of a tenant and puts the mails into its ledger, in one transaction; how many mails. */
export const decideAs = (
  caller: Caller,
  work: (tx: Tx) => Promise<SequenceMail[]>,
): Promise<{ mails: number }> =>
  asTenant(caller, async (tx) => {
    const mails = await work(tx);
    return { mails: (await queueFrozen(tx, caller.tenantId, mails)).length };
  });

/** What a house may know of a customer, read as a worker of the customer: one wall at a time. */
export const aboutCustomer = (
  name: string,
  tenantId: string,
  userId: string | null = null,
): Promise<About> => asTenant(worker(name, tenantId), (tx) => readAbout(tx, userId));
