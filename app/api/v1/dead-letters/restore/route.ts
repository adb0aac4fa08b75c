import { route } from "@/lib/api/route";
import { BulkAsked } from "@/lib/domain/bulk-actions/schema";
import { restoreLetters } from "@/lib/domain/dead-letters/command";
import { ChooseLetters } from "@/lib/domain/dead-letters/schema";

export const POST = route(
  {
    summary: "Open discarded dead letters again",
    access: "runs:write",
    body: ChooseLetters,
    output: BulkAsked,
  },
  ({ caller, body }) => restoreLetters(caller, body),
);
