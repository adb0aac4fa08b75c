import { z } from "zod";
import { route } from "@/lib/api/route";
import { listMailsTo } from "@/lib/domain/mail/list-to";
import { SentMail } from "@/lib/domain/mail/schema";

export const GET = route(
  {
    summary: "List the newest mails to a contact",
    access: "mails:read",
    params: z.object({ id: z.uuid() }),
    output: z.object({ data: z.array(SentMail) }),
  },
  async ({ caller, params: { id } }) => ({ data: await listMailsTo(caller, id) }),
);
