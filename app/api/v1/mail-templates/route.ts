import { z } from "zod";
import { route } from "@/lib/api/route";
import { listTemplates } from "@/lib/domain/mail/templates/list";
import { MailTemplate } from "@/lib/domain/mail/templates/schema";

export const GET = route(
  {
    summary: "List the mails of the house",
    access: "mail-templates:read",
    output: z.object({ data: z.array(MailTemplate) }),
  },
  async () => ({ data: listTemplates() }),
);
