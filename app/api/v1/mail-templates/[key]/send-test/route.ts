import { route } from "@/lib/api/route";
import { TemplateKey, TemplateLocale, TestSent } from "@/lib/domain/mail/templates/schema";
import { sendTemplateTest } from "@/lib/domain/mail/templates/send-test";

export const POST = route(
  {
    summary: "Send a mail with sample data to yourself",
    access: "mail-templates:test",
    params: TemplateKey,
    body: TemplateLocale,
    output: TestSent,
    status: 202,
    limit: { perSecond: 0.2, burst: 10 },
  },
  ({ caller, params, body }) => sendTemplateTest(caller, params.key, body),
);
