import { z } from "zod";
import { route } from "@/lib/api/route";
import { MyTenant } from "@/lib/domain/tenants/schema";
import { selectTenant } from "@/lib/domain/tenants/select";

export const POST = route(
  {
    summary: "Make this the tenant of requests that name none",
    access: "session",
    params: z.object({ id: z.uuid() }),
    output: MyTenant,
  },
  ({ params: { id }, ...session }) => selectTenant(session, id),
);
