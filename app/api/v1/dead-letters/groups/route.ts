import { route } from "@/lib/api/route";
import { groupLetters } from "@/lib/domain/dead-letters/groups";
import { LetterGroupPage, LetterGroupQuery } from "@/lib/domain/dead-letters/schema";

export const GET = route(
  {
    summary: "Group the dead letters by cause",
    access: "runs:read",
    query: LetterGroupQuery,
    output: LetterGroupPage,
  },
  ({ caller, query }) => groupLetters(caller, query),
);
