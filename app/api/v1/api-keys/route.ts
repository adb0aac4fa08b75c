import { route } from "@/lib/api/route";
import { Page, PageQuery } from "@/lib/core/page";
import { issueApiKey } from "@/lib/domain/tenants/keys/issue";
import { listApiKeys } from "@/lib/domain/tenants/keys/list";
import { ApiKey, IssuedKey, NewApiKey } from "@/lib/domain/tenants/keys/schema";

export const GET = route(
  { summary: "List the API keys", access: "api-keys:read", query: PageQuery, output: Page(ApiKey) },
  ({ caller, query }) => listApiKeys(caller, query),
);

export const POST = route(
  {
    summary: "Make an API key; it is shown this once",
    access: "api-keys:write",
    body: NewApiKey,
    output: IssuedKey,
    status: 201,
    // A stored answer would keep the key readable for a day.
    idempotency: "none",
  },
  ({ caller, body }) => issueApiKey(caller, body),
);
