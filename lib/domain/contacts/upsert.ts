import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { audit } from "@/lib/domain/audit/record";
import { readContact } from "@/lib/domain/contacts/read";
import type { Contact, NewContact } from "@/lib/domain/contacts/schema";
import { storeContacts } from "@/lib/domain/contacts/store";
import { asTenant } from "@/lib/infra/db/as-tenant";

/**
 * Adds a contact, or changes the one with this address. The audit log learns which fields were given, not their values, so
 * that forgetting somebody leaves nothing of them there. Throws conflict for somebody who asked to be forgotten and for a
 * user id of somebody else.
 */
export const upsertContact = (caller: Caller, given: NewContact): Promise<Contact> =>
  asTenant(caller, async (tx) => {
    const { stored, refused } = await storeContacts(tx, [{ ...given, line: 1 }]);
    const [row] = stored;
    if (!row) throw new AppError("conflict", refused[0]?.message ?? "The contact was not stored.");
    const { email: _, ...fields } = given;
    const target = { kind: "contact", id: row.id };
    await audit(tx, row.isNew ? "contact.create" : "contact.update", target, {
      after: { fields: Object.keys(fields) },
    });
    return readContact(tx, row.id);
  });
