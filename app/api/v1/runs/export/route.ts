import { z } from "zod";
import { download } from "@/lib/api/download";
import { exportRuns } from "@/lib/domain/runs/export/export-runs";
import { RunExportQuery, RunItem } from "@/lib/domain/runs/schema";

const TYPES = { csv: "text/csv", json: "application/json" } as const;

/** The filtered list as a CSV or JSON file, at most 50,000 runs. */
export const GET = download(
  {
    summary: "Export the runs that match as a file",
    access: "runs:read",
    query: RunExportQuery,
    output: z.array(RunItem),
    limit: { perSecond: 0.2, burst: 10 },
  },
  ({ caller, query }) => ({
    name: `runs-${new Date().toISOString().slice(0, 10)}.${query.format}`,
    type: TYPES[query.format],
    pieces: exportRuns(caller, query),
  }),
);
