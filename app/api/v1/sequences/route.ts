import { route } from "@/lib/api/route";
import { listSequences } from "@/lib/domain/sequences/documents/read";
import { createSequence } from "@/lib/domain/sequences/documents/save";
import {
  NewSequence,
  SequenceDetail,
  SequencePage,
  SequenceQuery,
} from "@/lib/domain/sequences/schema";

export const GET = route(
  {
    summary: "List the sequences",
    access: "sequences:read",
    query: SequenceQuery,
    output: SequencePage,
  },
  ({ caller, query }) => listSequences(caller, query),
);

export const POST = route(
  {
    summary: "Save a new sequence as a draft",
    access: "sequences:write",
    body: NewSequence,
    output: SequenceDetail,
    status: 201,
  },
  ({ caller, body }) => createSequence(caller, body),
);
