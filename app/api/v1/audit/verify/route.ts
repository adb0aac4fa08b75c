import { route } from "@/lib/api/route";
import { AuditVerdict } from "@/lib/domain/audit/schema";
import { verifyAudit } from "@/lib/domain/audit/verify";

export const GET = route(
  {
    summary: "Check that the audit log is complete and unaltered",
    access: "audit:read",
    output: AuditVerdict,
    limit: { perSecond: 0.2, burst: 5 },
  },
  ({ caller }) => verifyAudit(caller),
);
