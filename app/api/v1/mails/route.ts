import { route } from "@/lib/api/route";
import { listMails } from "@/lib/domain/mail/list";
import { MailPage, MailQuery } from "@/lib/domain/mail/schema";

export const GET = route(
  {
    summary: "List the mails that were sent, held or passed over",
    access: "mails:read",
    query: MailQuery,
    output: MailPage,
  },
  ({ caller, query }) => listMails(caller, query),
);
