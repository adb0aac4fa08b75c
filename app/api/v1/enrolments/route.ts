import { route } from "@/lib/api/route";
import { enrolContacts } from "@/lib/domain/sequences/people/enrol";
import { listEnrolments } from "@/lib/domain/sequences/people/read";
import {
  EnrolmentPage,
  EnrolmentQuery,
  EnrolmentsMade,
  NewEnrolments,
} from "@/lib/domain/sequences/people/schema";

export const GET = route(
  {
    summary: "List people in sequences",
    access: "sequences:read",
    query: EnrolmentQuery,
    output: EnrolmentPage,
  },
  ({ caller, query }) => listEnrolments(caller, query),
);

export const POST = route(
  {
    summary: "Let contacts enter a live sequence",
    access: "sequences:write",
    body: NewEnrolments,
    output: EnrolmentsMade,
    status: 201,
  },
  ({ caller, body }) => enrolContacts(caller, body),
);
