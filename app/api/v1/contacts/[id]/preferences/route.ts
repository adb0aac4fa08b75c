import { z } from "zod";
import { route } from "@/lib/api/route";
import { Wishes } from "@/lib/domain/contacts/preferences/schema";
import { setPreferences } from "@/lib/domain/contacts/preferences/set";
import { Contact } from "@/lib/domain/contacts/schema";

export const PATCH = route(
  {
    summary: "Set which kinds of mail a contact wants",
    access: "contacts:write",
    params: z.object({ id: z.uuid() }),
    body: Wishes,
    output: Contact,
  },
  ({ caller, params: { id }, body }) => setPreferences(caller, id, body.preferences),
);
