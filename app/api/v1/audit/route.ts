import { route } from "@/lib/api/route";
import { Page } from "@/lib/core/page";
import { listAudit } from "@/lib/domain/audit/list";
import { AuditEntry, AuditQuery } from "@/lib/domain/audit/schema";

export const GET = route(
  {
    summary: "List who did what",
    access: "audit:read",
    query: AuditQuery,
    output: Page(AuditEntry),
  },
  ({ caller, query }) => listAudit(caller, query),
);
