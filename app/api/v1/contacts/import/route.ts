import { route } from "@/lib/api/route";
import { importContacts } from "@/lib/domain/contacts/import";
import { ContactImport, ImportReport } from "@/lib/domain/contacts/schema";

export const POST = route(
  {
    summary: "Import contacts from CSV",
    access: "contacts:write",
    body: ContactImport,
    output: ImportReport,
    maxBytes: 5_000_000,
    limit: { perSecond: 0.2, burst: 10 },
  },
  ({ caller, body }) => importContacts(caller, body),
);
