import { z } from "zod";
import { route } from "@/lib/api/route";
import { removeSecret } from "@/lib/domain/inbound/secrets";

export const DELETE = route(
  {
    summary: "Remove a hook's signing secret",
    access: "hooks:write",
    params: z.object({ id: z.uuid(), secretId: z.uuid() }),
    output: null,
  },
  async ({ caller, params }) => {
    await removeSecret(caller, params.id, params.secretId);
    return undefined;
  },
);
