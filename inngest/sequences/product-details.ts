import { readFailing, readMonth, readTrial } from "@/lib/domain/sequences/house/details";
import type { ProductEvent } from "@/lib/domain/sequences/house/meet-product";
import type { Tx } from "@/lib/infra/db/as-tenant";
import {
  groupFailed,
  monthCounted,
  trialEnding,
  workflowRecovered,
} from "@/lib/infra/events/catalogue";

type Data = {
  tenantId: string;
  userId?: string;
  letterId?: string;
  workflowId?: string;
  month?: string;
};

type Details = Pick<ProductEvent, "data"> & Partial<Pick<ProductEvent, "thing" | "userId" | "key">>;

/**
 * What a product event is about and what mails may say of it, read in the customer's transaction; undefined when there is
 * nothing to tell any more.
 */
export const readDetails = async (
  tx: Tx,
  name: string,
  { tenantId, userId, letterId = "", workflowId, month = "" }: Data,
): Promise<Details | undefined> => {
  if (name === groupFailed.name) {
    const found = await readFailing(tx, letterId);
    return found
      ? { data: found.failing, thing: found.failing.workflowId, key: found.key }
      : undefined;
  }
  if (name === workflowRecovered.name && workflowId) return { data: {}, thing: workflowId };
  if (name === trialEnding.name) {
    const trial = await readTrial(tx);
    return trial ? { data: trial, key: `trial/${tenantId}` } : undefined;
  }
  if (name === monthCounted.name)
    return { data: await readMonth(tx, month), key: `month/${month}/${tenantId}` };
  return { data: {}, ...(userId && { userId }) };
};
