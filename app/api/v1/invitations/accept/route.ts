import { route } from "@/lib/api/route";
import { acceptInvitation } from "@/lib/domain/tenants/invitations/accept";
import { Acceptance } from "@/lib/domain/tenants/invitations/schema";
import { MyTenant } from "@/lib/domain/tenants/schema";

export const POST = route(
  {
    summary: "Accept an invitation to your address",
    access: "session",
    body: Acceptance,
    output: MyTenant,
    limit: { perSecond: 0.2, burst: 20 },
  },
  ({ body, ...session }) => acceptInvitation(session, body),
);
