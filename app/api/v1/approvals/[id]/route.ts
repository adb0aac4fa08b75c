import { z } from "zod";
import { route } from "@/lib/api/route";
import { getApproval } from "@/lib/domain/approvals/get";
import { ApprovalDetail } from "@/lib/domain/approvals/schema";

const params = z.object({ id: z.uuid() });

export const GET = route(
  { summary: "Get an approval", access: "approvals:read", params, output: ApprovalDetail },
  ({ caller, params }) => getApproval(caller, params.id),
);
