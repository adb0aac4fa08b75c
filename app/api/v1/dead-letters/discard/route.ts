import { route } from "@/lib/api/route";
import { BulkAsked } from "@/lib/domain/bulk-actions/schema";
import { discardLetters } from "@/lib/domain/dead-letters/command";
import { ChooseLetters } from "@/lib/domain/dead-letters/schema";

export const POST = route(
  { summary: "Discard dead letters", access: "runs:write", body: ChooseLetters, output: BulkAsked },
  ({ caller, body }) => discardLetters(caller, body),
);
