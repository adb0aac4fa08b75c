import { glance } from "@/inngest/platform/keep-watch";
import { afterResponse } from "@/lib/api/door/after-response";
import { respond } from "@/lib/api/door/answer";
import { requestContext } from "@/lib/api/door/request-context";
import { AppError } from "@/lib/core/errors";
import { partsAway } from "@/lib/infra/health/parts-away";

/** Whether the parts behind the app answer: 200 `{ status: "ok" }`, or a 503 problem that names those that are away. */
export const GET = (request: Request) => {
  afterResponse(glance);
  return respond({ request, context: requestContext(request, {}), isTagged: false }, async () => {
    const away = await partsAway();
    if (away.length === 0)
      return {
        status: 200,
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ status: "ok" }),
      };
    const issues = away.map((part) => ({
      path: part,
      code: "away",
      message: `The ${part} does not answer.`,
    }));
    throw new AppError("unavailable", `Away: ${away.join(", ")}.`, { issues, retryAfterS: 5 });
  });
};
