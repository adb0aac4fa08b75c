import { z } from "zod";
import { route } from "@/lib/api/route";
import { forgetContact } from "@/lib/domain/contacts/forget";
import { getContact } from "@/lib/domain/contacts/get";
import { Contact } from "@/lib/domain/contacts/schema";

const params = z.object({ id: z.uuid() });

export const GET = route(
  { summary: "Show a contact", access: "contacts:read", params, output: Contact },
  ({ caller, params: { id } }) => getContact(caller, id),
);

export const DELETE = route(
  { summary: "Forget a contact for good", access: "contacts:forget", params, output: null },
  ({ caller, params: { id } }) => forgetContact(caller, id),
);
