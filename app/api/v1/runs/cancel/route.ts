import { route } from "@/lib/api/route";
import { BulkAsked } from "@/lib/domain/bulk-actions/schema";
import { cancelManyRuns } from "@/lib/domain/runs/bulk/command";
import { CancelRuns } from "@/lib/domain/runs/bulk/schema";

export const POST = route(
  { summary: "Cancel many runs", access: "runs:write", body: CancelRuns, output: BulkAsked },
  ({ caller, body }) => cancelManyRuns(caller, body),
);
