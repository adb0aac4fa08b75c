import { route } from "@/lib/api/route";
import { Page, PageQuery } from "@/lib/core/page";
import { listMembers } from "@/lib/domain/tenants/members/list";
import { Member } from "@/lib/domain/tenants/members/schema";

export const GET = route(
  { summary: "List the members", access: "members:read", query: PageQuery, output: Page(Member) },
  ({ caller, query }) => listMembers(caller, query),
);
