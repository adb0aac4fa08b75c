import { z } from "zod";
import { route } from "@/lib/api/route";
import { EnrolmentDetail, ExitInput } from "@/lib/domain/sequences/people/schema";
import { exitEnrolment } from "@/lib/domain/sequences/people/steer";

const params = z.object({ id: z.uuid() });

export const POST = route(
  {
    summary: "Take a person out of a sequence",
    access: "sequences:write",
    params,
    body: ExitInput.prefault({}),
    output: EnrolmentDetail,
  },
  ({ caller, params, body }) => exitEnrolment(caller, params.id, body),
);
