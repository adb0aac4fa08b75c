import { route } from "@/lib/api/route";
import { helpIndex } from "@/lib/domain/help/articles";
import { HelpIndex } from "@/lib/domain/help/schema";

export const GET = route(
  {
    summary: "List the help articles with what is searched in them",
    access: "session",
    output: HelpIndex,
  },
  async () => ({ data: helpIndex() }),
);
