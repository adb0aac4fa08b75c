import { z } from "zod";
import { route } from "@/lib/api/route";
import { getEnrolment } from "@/lib/domain/sequences/people/read";
import { EnrolmentDetail } from "@/lib/domain/sequences/people/schema";

const params = z.object({ id: z.uuid() });

export const GET = route(
  {
    summary: "Read a person in a sequence, with the reason of every decision",
    access: "sequences:read",
    params,
    output: EnrolmentDetail,
  },
  ({ caller, params }) => getEnrolment(caller, params.id),
);
