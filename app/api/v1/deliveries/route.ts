import { z } from "zod";
import { route } from "@/lib/api/route";
import { PageQuery } from "@/lib/core/page";
import { listDeliveries } from "@/lib/domain/inbound/read-deliveries";
import { DeliveryPage } from "@/lib/domain/inbound/schema";

export const GET = route(
  {
    summary: "List accepted deliveries",
    access: "deliveries:read",
    query: PageQuery.extend({ hookId: z.uuid().optional() }),
    output: DeliveryPage,
  },
  ({ caller, query }) => listDeliveries(caller, query),
);
