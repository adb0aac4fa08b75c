import type { Caller } from "@/lib/core/caller";
import { readContact } from "@/lib/domain/contacts/read";
import type { Contact } from "@/lib/domain/contacts/schema";
import { asTenant } from "@/lib/infra/db/as-tenant";

/** One contact of the caller's tenant. Throws not_found. */
export const getContact = (caller: Caller, id: string): Promise<Contact> =>
  asTenant(caller, (tx) => readContact(tx, id));
