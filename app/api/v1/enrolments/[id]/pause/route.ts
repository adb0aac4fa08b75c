import { z } from "zod";
import { route } from "@/lib/api/route";
import { EnrolmentDetail } from "@/lib/domain/sequences/people/schema";
import { pauseEnrolment } from "@/lib/domain/sequences/people/steer";

const params = z.object({ id: z.uuid() });

export const POST = route(
  {
    summary: "Hold a person in a sequence",
    access: "sequences:write",
    params,
    output: EnrolmentDetail,
  },
  ({ caller, params }) => pauseEnrolment(caller, params.id),
);
