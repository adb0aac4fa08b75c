import type { SequenceMail } from "@/lib/domain/sequences/enrolments/advance-batch";
import { meetEvent } from "@/lib/domain/sequences/enrolments/meet";
import { type About, aroundOf } from "@/lib/domain/sequences/house/about";
import { keepContacts } from "@/lib/domain/sequences/house/contacts";
import type { Tx } from "@/lib/infra/db/as-tenant";

/** Something that happened to a customer, as the house hears of it. */
export type ProductEvent = {
  name: string;
  /** The customer's tenant. */
  tenantId: string;
  /** What in it, such as a workflow; part of the subject. */
  thing?: string | undefined;
  /** Whom it is about; without it those in charge of the tenant. */
  userId?: string | undefined;
  key: string;
  data: Record<string, unknown>;
};

/** The subject of a sequence of ours: the customer's tenant and the thing in it. */
export const subjectOf = ({ tenantId, thing }: Pick<ProductEvent, "tenantId" | "thing">): string =>
  thing === undefined ? tenantId : `${tenantId}/${thing}`;

/**
 * What something that happened to a customer means to the sequences of the house, in the house's transaction. What is known
 * of the customer was read behind the customer's own wall before and is handed in.
 */
export const meetProduct = async (
  tx: Tx,
  { name, key, data, userId, ...event }: ProductEvent,
  about: About,
  now: Date,
): Promise<SequenceMail[]> => {
  const subject = subjectOf(event);
  const contacts = [...(await keepContacts(tx, about.people)).values()];
  return meetEvent(tx, {
    name,
    key,
    data,
    contactIds: userId === undefined ? null : contacts,
    subject,
    people: contacts.map((contactId) => ({ contactId, subject })),
    surroundings: (_, reader) => aroundOf(about, reader),
    now,
  });
};
