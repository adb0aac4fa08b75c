import { respond } from "@/lib/api/door/answer";
import { requestContext } from "@/lib/api/door/request-context";
import { AppError } from "@/lib/core/errors";

/** Problem details for every API path that does not exist, instead of a page. */
const absent = (request: Request) =>
  respond(
    { request, context: { ...requestContext(request, {}), route: "unknown" }, isTagged: false },
    () => Promise.reject(new AppError("not_found", "There is no such endpoint.")),
  );

export { absent as DELETE, absent as GET, absent as PATCH, absent as POST, absent as PUT };
