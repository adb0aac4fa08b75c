import { z } from "zod";
import { route } from "@/lib/api/route";
import { getTenant } from "@/lib/domain/tenants/get";
import { Tenant, TenantPatch } from "@/lib/domain/tenants/schema";
import { updateTenant } from "@/lib/domain/tenants/update";

const params = z.object({ id: z.uuid() });

export const GET = route(
  { summary: "Show the tenant of this request", access: "tenant:read", params, output: Tenant },
  ({ caller, params: { id } }) => getTenant(caller, id),
);

export const PATCH = route(
  {
    summary: "Change the tenant of this request",
    access: "tenant:write",
    params,
    body: TenantPatch,
    output: Tenant,
  },
  ({ caller, params: { id }, body }) => updateTenant(caller, id, body),
);
