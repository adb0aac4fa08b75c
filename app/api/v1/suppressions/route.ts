import { route } from "@/lib/api/route";
import { Page } from "@/lib/core/page";
import { addSuppression } from "@/lib/domain/suppressions/add";
import { listSuppressions } from "@/lib/domain/suppressions/list";
import { NewSuppression, Suppression, SuppressionQuery } from "@/lib/domain/suppressions/schema";

export const GET = route(
  {
    summary: "List the addresses nothing is sent to",
    access: "suppressions:read",
    query: SuppressionQuery,
    output: Page(Suppression),
  },
  ({ caller, query }) => listSuppressions(caller, query),
);

export const POST = route(
  {
    summary: "Send nothing more to an address",
    access: "suppressions:write",
    body: NewSuppression,
    output: null,
  },
  ({ caller, body }) => addSuppression(caller, body),
);
