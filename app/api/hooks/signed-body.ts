import { decodeJson, readBody } from "@/lib/api/body";
import { AppError } from "@/lib/core/errors";
import { standard } from "@/lib/integrations/standard/webhook";

type Signed = { secret: string | undefined; maxBytes?: number; nowMs?: number };

/**
 * The decoded body of a request that one of our own providers signed by Standard Webhooks. Throws unauthenticated when the
 * signature does not hold within five minutes, and unavailable when no secret is configured.
 */
export const signedBody = async (
  request: Request,
  { secret, maxBytes = 262_144, nowMs = Date.now() }: Signed,
): Promise<unknown> => {
  if (!secret)
    throw new AppError("unavailable", "No signing secret is configured for this address.");
  const body = await readBody(request, { maxBytes });
  const { headers } = request;
  const verdict = standard.verify({ headers, body, secrets: [secret], nowMs, toleranceS: 300 });
  if (!verdict.ok) throw new AppError("unauthenticated", "The signature does not hold.");
  return decodeJson(body);
};
