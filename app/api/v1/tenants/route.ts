import { z } from "zod";
import { route } from "@/lib/api/route";
import { createTenant } from "@/lib/domain/tenants/create";
import { listTenants } from "@/lib/domain/tenants/list";
import { personOf } from "@/lib/domain/tenants/person";
import { MyTenant, NewTenant } from "@/lib/domain/tenants/schema";

export const GET = route(
  {
    summary: "List the tenants you may enter",
    access: "session",
    output: z.object({ data: z.array(MyTenant), nextCursor: z.null() }),
  },
  async (session) => ({ data: await listTenants(personOf(session)), nextCursor: null }),
);

export const POST = route(
  {
    summary: "Found a tenant; you become its owner",
    access: "session",
    body: NewTenant,
    output: MyTenant,
    status: 201,
    limit: { perSecond: 0.1, burst: 10 },
  },
  ({ body, ...session }) => createTenant(session, body),
);
