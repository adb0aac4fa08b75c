import type { Caller } from "@/lib/core/caller";
import { audit } from "@/lib/domain/audit/record";
import { readContactCsv } from "@/lib/domain/contacts/read-csv";
import type { ContactImport, ImportReport } from "@/lib/domain/contacts/schema";
import { storeContacts } from "@/lib/domain/contacts/store";
import { asTenant } from "@/lib/infra/db/as-tenant";

const BATCH = 2500;
const TOLD_MAX = 100;

/**
 * Adds or changes up to 10,000 contacts from CSV in one transaction: good lines are written, bad ones reported with the
 * reason. Importing the same file again changes nothing but `updatedAt`. Throws invalid_input when it is no such table.
 */
export const importContacts = (caller: Caller, input: ContactImport): Promise<ImportReport> =>
  asTenant(caller, async (tx) => {
    const { contacts, refused } = readContactCsv(input);
    const report = { added: 0, changed: 0 };
    for (let from = 0; from < contacts.length; from += BATCH) {
      const written = await storeContacts(tx, contacts.slice(from, from + BATCH));
      for (const { isNew } of written.stored) report[isNew ? "added" : "changed"] += 1;
      refused.push(...written.refused);
    }
    const counts = { ...report, refused: refused.length };
    await audit(tx, "contact.import", { kind: "tenant", id: caller.tenantId }, { after: counts });
    const problems = refused.sort((a, b) => a.line - b.line).slice(0, TOLD_MAX);
    return { ...counts, problems };
  });
