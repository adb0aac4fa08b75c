import { z } from "zod";
import { route } from "@/lib/api/route";
import { getBulkAction } from "@/lib/domain/bulk-actions/read";
import { BulkAction } from "@/lib/domain/bulk-actions/schema";

const params = z.object({ id: z.uuid() });

export const GET = route(
  { summary: "Read how far a bulk action is", access: "runs:read", params, output: BulkAction },
  ({ caller, params }) => getBulkAction(caller, params.id),
);
