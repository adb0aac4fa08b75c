import { route } from "@/lib/api/route";
import { listBulkActions } from "@/lib/domain/bulk-actions/read";
import { BulkActionPage, BulkActionQuery } from "@/lib/domain/bulk-actions/schema";

export const GET = route(
  {
    summary: "List the bulk actions",
    access: "runs:read",
    query: BulkActionQuery,
    output: BulkActionPage,
  },
  ({ caller, query }) => listBulkActions(caller, query),
);
