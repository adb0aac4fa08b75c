import { z } from "zod";
import { route } from "@/lib/api/route";
import { getTemplate } from "@/lib/domain/templates/read";
import { TemplateDetail } from "@/lib/domain/templates/schema";

const params = z.object({ id: z.string().max(60) });

export const GET = route(
  { summary: "Get a template", access: "workflows:read", params, output: TemplateDetail },
  async ({ params }) => getTemplate(params.id),
);
