import { z } from "zod";
import { route } from "@/lib/api/route";
import { revokeApiKey } from "@/lib/domain/tenants/keys/revoke";

export const DELETE = route(
  {
    summary: "Revoke an API key",
    access: "api-keys:write",
    params: z.object({ id: z.uuid() }),
    output: null,
  },
  ({ caller, params: { id } }) => revokeApiKey(caller, id),
);
