import { z } from "zod";
import { download, exportFile } from "@/lib/api/download";
import { exportContacts } from "@/lib/domain/contacts/export-contacts";
import { Contact, ContactExportQuery } from "@/lib/domain/contacts/schema";

/** The filtered list as a CSV or JSON file, at most 50,000 rows. */
export const GET = download(
  {
    summary: "Export the contacts that match as a file",
    access: "contacts:read",
    query: ContactExportQuery,
    output: z.array(Contact),
    limit: { perSecond: 0.2, burst: 10 },
  },
  ({ caller, query }) => exportFile("contacts", query.format, exportContacts(caller, query)),
);
