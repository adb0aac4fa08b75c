import { z } from "zod";
import { route } from "@/lib/api/route";
import { decideApproval } from "@/lib/domain/approvals/decide";
import { ApprovalDetail, DecisionInput } from "@/lib/domain/approvals/schema";

const params = z.object({ id: z.uuid() });

/** Decides as the signed-in person. 409 tells the earlier decision, 403 that somebody else was asked. */
export const POST = route(
  {
    summary: "Approve or reject",
    access: "approvals:decide",
    params,
    body: DecisionInput,
    output: ApprovalDetail,
  },
  ({ caller, params, body }) => decideApproval(caller, params.id, body),
);
