import { route } from "@/lib/api/route";
import { listLetters } from "@/lib/domain/dead-letters/list";
import { LetterPage, LetterQuery } from "@/lib/domain/dead-letters/schema";

export const GET = route(
  { summary: "List the dead letters", access: "runs:read", query: LetterQuery, output: LetterPage },
  ({ caller, query }) => listLetters(caller, query),
);
