import { route } from "@/lib/api/route";
import { BulkAsked } from "@/lib/domain/bulk-actions/schema";
import { redriveLetters } from "@/lib/domain/dead-letters/command";
import { RedriveInput } from "@/lib/domain/dead-letters/schema";

export const POST = route(
  {
    summary: "Run dead letters again",
    access: "runs:write",
    body: RedriveInput,
    output: BulkAsked,
  },
  ({ caller, body }) => redriveLetters(caller, body),
);
