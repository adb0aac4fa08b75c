import { timingSafeEqual } from "node:crypto";
import { keepWatch } from "@/inngest/platform/keep-watch";
import { respond } from "@/lib/api/door/answer";
import { requestContext } from "@/lib/api/door/request-context";
import { env } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";

const isOurs = (header: string | null): boolean => {
  const own = Buffer.from(`Bearer ${env().CRON_SECRET}`);
  const given = Buffer.from(header ?? "");
  return given.length === own.length && timingSafeEqual(given, own);
};

/**
 * The watchdog's clock, which is not the engine's: whoever holds CRON_SECRET calls it once a minute (Vercel by
 * `vercel.json`, the embedded stack by its supervisor). 200 `{ late, asked, lost }`; 401 for anybody else.
 */
export const GET = (request: Request) =>
  respond({ request, context: requestContext(request, {}), isTagged: false }, async () => {
    if (!isOurs(request.headers.get("authorization")))
      throw new AppError("unauthenticated", "This address is for the installation's own clock.");
    const body = JSON.stringify(await keepWatch());
    return { status: 200, headers: { "content-type": "application/json" }, body };
  });
