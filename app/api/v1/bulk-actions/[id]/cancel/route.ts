import { z } from "zod";
import { route } from "@/lib/api/route";
import { cancelBulkAction } from "@/lib/domain/bulk-actions/cancel";
import { BulkAction } from "@/lib/domain/bulk-actions/schema";

const params = z.object({ id: z.uuid() });

export const POST = route(
  { summary: "Stop a bulk action", access: "runs:write", params, output: BulkAction },
  ({ caller, params }) => cancelBulkAction(caller, params.id),
);
