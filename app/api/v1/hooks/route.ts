import { route } from "@/lib/api/route";
import { PageQuery } from "@/lib/core/page";
import { listHooks } from "@/lib/domain/inbound/read-hooks";
import { HookPage } from "@/lib/domain/inbound/schema";

export const GET = route(
  { summary: "List the hooks", access: "hooks:read", query: PageQuery, output: HookPage },
  ({ caller, query }) => listHooks(caller, query),
);
