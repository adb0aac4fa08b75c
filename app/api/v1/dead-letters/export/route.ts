import { z } from "zod";
import { download, exportFile } from "@/lib/api/download";
import { exportLetters } from "@/lib/domain/dead-letters/export-letters";
import { Letter, LetterExportQuery } from "@/lib/domain/dead-letters/schema";

/** The filtered list as a CSV or JSON file, at most 50,000 rows. */
export const GET = download(
  {
    summary: "Export the dead letters that match as a file",
    access: "runs:read",
    query: LetterExportQuery,
    output: z.array(Letter),
    limit: { perSecond: 0.2, burst: 10 },
  },
  ({ caller, query }) => exportFile("dead-letters", query.format, exportLetters(caller, query)),
);
