import { z } from "zod";
import { route } from "@/lib/api/route";
import { EnrolmentDetail } from "@/lib/domain/sequences/people/schema";
import { resumeEnrolment } from "@/lib/domain/sequences/people/steer";

const params = z.object({ id: z.uuid() });

export const POST = route(
  {
    summary: "Let a person in a sequence go on",
    access: "sequences:write",
    params,
    output: EnrolmentDetail,
  },
  ({ caller, params }) => resumeEnrolment(caller, params.id),
);
