import { route } from "@/lib/api/route";
import { listTemplates } from "@/lib/domain/templates/read";
import { TemplateList, TemplateQuery } from "@/lib/domain/templates/schema";

export const GET = route(
  {
    summary: "List the templates",
    access: "workflows:read",
    query: TemplateQuery,
    output: TemplateList,
  },
  async ({ query }) => ({ data: listTemplates(query) }),
);
