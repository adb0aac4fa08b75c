import { route } from "@/lib/api/route";
import { decideByLink } from "@/lib/domain/approvals/by-link";
import { LinkDecisionInput, LinkView } from "@/lib/domain/approvals/schema";

/** Decides as the holder of a mailed link; its token is the proof, so nobody signs in. */
export const POST = route(
  {
    summary: "Approve or reject by a mailed link",
    access: "public",
    body: LinkDecisionInput,
    output: LinkView,
    limit: { perSecond: 1, burst: 20 },
  },
  ({ body, requestId, ip, request }) => {
    const userAgent = request.headers.get("user-agent")?.slice(0, 300);
    return decideByLink(body, { requestId, ip, ...(userAgent && { userAgent }) });
  },
);
