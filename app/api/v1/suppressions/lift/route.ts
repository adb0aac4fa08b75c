import { route } from "@/lib/api/route";
import { liftSuppression } from "@/lib/domain/suppressions/lift";
import { Lifting } from "@/lib/domain/suppressions/schema";

export const POST = route(
  {
    summary: "Send to an address again",
    access: "suppressions:lift",
    body: Lifting,
    output: null,
  },
  ({ caller, body }) => liftSuppression(caller, body),
);
