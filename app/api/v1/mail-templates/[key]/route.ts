import { route } from "@/lib/api/route";
import { renderTemplate } from "@/lib/domain/mail/templates/render";
import { RenderedMail, TemplateKey, TemplateLocale } from "@/lib/domain/mail/templates/schema";

export const GET = route(
  {
    summary: "Render a mail with sample data",
    access: "mail-templates:read",
    params: TemplateKey,
    query: TemplateLocale,
    output: RenderedMail,
  },
  ({ caller, params, query }) => renderTemplate(caller, params.key, query),
);
