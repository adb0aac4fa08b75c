import { z } from "zod";
import { route } from "@/lib/api/route";
import { getDelivery } from "@/lib/domain/inbound/read-deliveries";
import { DeliveryDetail } from "@/lib/domain/inbound/schema";

export const GET = route(
  {
    summary: "Read a delivery",
    access: "deliveries:read",
    params: z.object({ id: z.uuid() }),
    output: DeliveryDetail,
  },
  ({ caller, params }) => getDelivery(caller, params.id),
);
