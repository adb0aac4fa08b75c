import { z } from "zod";
import { installTemplate } from "@/app/api/v1/templates/[id]/install/install";
import { route } from "@/lib/api/route";
import { Installed, InstallInput } from "@/lib/domain/templates/schema";

const params = z.object({ id: z.string().max(60) });

/** With `publish` the caller needs workflows:publish too. */
export const POST = route(
  {
    summary: "Make a workflow from a template",
    access: "workflows:write",
    params,
    body: InstallInput,
    output: Installed,
    status: 201,
  },
  ({ caller, params, body }) => installTemplate(caller, params.id, body),
);
