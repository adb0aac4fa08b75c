import { z } from "zod";
import { route } from "@/lib/api/route";
import { resendInvitation } from "@/lib/domain/tenants/invitations/resend";
import { Invitation } from "@/lib/domain/tenants/invitations/schema";

export const POST = route(
  {
    summary: "Send an invitation again with a new link",
    access: "invitations:write",
    params: z.object({ id: z.uuid() }),
    output: Invitation,
  },
  ({ caller, params: { id } }) => resendInvitation(caller, id),
);
