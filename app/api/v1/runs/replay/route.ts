import { route } from "@/lib/api/route";
import { BulkAsked } from "@/lib/domain/bulk-actions/schema";
import { replayManyRuns } from "@/lib/domain/runs/bulk/command";
import { ReplayRuns } from "@/lib/domain/runs/bulk/schema";

export const POST = route(
  { summary: "Run many runs again", access: "runs:write", body: ReplayRuns, output: BulkAsked },
  ({ caller, body }) => replayManyRuns(caller, body),
);
