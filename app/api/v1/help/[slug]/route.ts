import { z } from "zod";
import { route } from "@/lib/api/route";
import { getArticle } from "@/lib/domain/help/articles";
import { Article } from "@/lib/domain/help/schema";

export const GET = route(
  {
    summary: "Show a help article",
    access: "session",
    params: z.object({ slug: z.string().regex(/^[a-z0-9-]{1,60}$/) }),
    output: Article,
  },
  async ({ params }) => getArticle(params.slug),
);
