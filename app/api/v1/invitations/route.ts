import { route } from "@/lib/api/route";
import { Page, PageQuery } from "@/lib/core/page";
import { createInvitation } from "@/lib/domain/tenants/invitations/create";
import { listInvitations } from "@/lib/domain/tenants/invitations/list";
import { Invitation, NewInvitation } from "@/lib/domain/tenants/invitations/schema";

export const GET = route(
  {
    summary: "List the invitations",
    access: "invitations:read",
    query: PageQuery,
    output: Page(Invitation),
  },
  ({ caller, query }) => listInvitations(caller, query),
);

export const POST = route(
  {
    summary: "Invite somebody by e-mail",
    access: "invitations:write",
    body: NewInvitation,
    output: Invitation,
    status: 201,
  },
  ({ caller, body }) => createInvitation(caller, body),
);
