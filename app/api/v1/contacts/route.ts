import { route } from "@/lib/api/route";
import { Page } from "@/lib/core/page";
import { listContacts } from "@/lib/domain/contacts/list";
import { Contact, ContactQuery, NewContact } from "@/lib/domain/contacts/schema";
import { upsertContact } from "@/lib/domain/contacts/upsert";

export const GET = route(
  {
    summary: "List the contacts",
    access: "contacts:read",
    query: ContactQuery,
    output: Page(Contact),
  },
  ({ caller, query }) => listContacts(caller, query),
);

export const POST = route(
  {
    summary: "Add a contact, or change the one with this address",
    access: "contacts:write",
    body: NewContact,
    output: Contact,
  },
  ({ caller, body }) => upsertContact(caller, body),
);
