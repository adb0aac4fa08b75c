import { route } from "@/lib/api/route";
import { ManyDone } from "@/lib/domain/bulk-actions/schema";
import { suppressContacts } from "@/lib/domain/suppressions/add";
import { ContactsToSuppress } from "@/lib/domain/suppressions/schema";

export const POST = route(
  {
    summary: "Send nothing more to some contacts",
    access: "suppressions:write",
    body: ContactsToSuppress,
    output: ManyDone,
  },
  ({ caller, body }) => suppressContacts(caller, body),
);
