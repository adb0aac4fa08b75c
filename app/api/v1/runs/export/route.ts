import { z } from "zod";
import { download, exportFile } from "@/lib/api/download";
import { exportRuns } from "@/lib/domain/runs/export/export-runs";
import { RunExportQuery, RunItem } from "@/lib/domain/runs/schema";

/** The filtered list as a CSV or JSON file, at most 50,000 rows. */
export const GET = download(
  {
    summary: "Export the runs that match as a file",
    access: "runs:read",
    query: RunExportQuery,
    output: z.array(RunItem),
    limit: { perSecond: 0.2, burst: 10 },
  },
  ({ caller, query }) => exportFile("runs", query.format, exportRuns(caller, query)),
);
