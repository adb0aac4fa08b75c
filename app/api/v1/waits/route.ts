import { route } from "@/lib/api/route";
import { listWaits } from "@/lib/domain/waits/list";
import { WaitList, WaitQuery } from "@/lib/domain/waits/schema";

/** Who must act, on what, until when, for each waiting step of a run. */
export const GET = route(
  {
    summary: "List what a run waits for",
    access: "runs:read",
    query: WaitQuery,
    output: WaitList,
  },
  ({ caller, query }) => listWaits(caller, query),
);
