import { z } from "zod";
import { route } from "@/lib/api/route";
import { getLetter } from "@/lib/domain/dead-letters/get";
import { LetterDetail } from "@/lib/domain/dead-letters/schema";

const params = z.object({ id: z.uuid() });

export const GET = route(
  { summary: "Read a dead letter", access: "runs:read", params, output: LetterDetail },
  ({ caller, params }) => getLetter(caller, params.id),
);
