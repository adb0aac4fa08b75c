import { z } from "zod";
import { route } from "@/lib/api/route";
import { revokeInvitation } from "@/lib/domain/tenants/invitations/revoke";

export const DELETE = route(
  {
    summary: "Revoke an invitation",
    access: "invitations:write",
    params: z.object({ id: z.uuid() }),
    output: null,
  },
  ({ caller, params: { id } }) => revokeInvitation(caller, id),
);
