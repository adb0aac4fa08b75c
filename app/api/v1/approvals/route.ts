import { route } from "@/lib/api/route";
import { listApprovals } from "@/lib/domain/approvals/list";
import { ApprovalPage, ApprovalQuery } from "@/lib/domain/approvals/schema";

export const GET = route(
  {
    summary: "List the approvals",
    access: "approvals:read",
    query: ApprovalQuery,
    output: ApprovalPage,
  },
  ({ caller, query }) => listApprovals(caller, query),
);
