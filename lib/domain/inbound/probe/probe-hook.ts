import { env } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";
import { uuidv7 } from "@/lib/core/ids";
import { findHook } from "@/lib/domain/inbound/find-hook";
import { PROBE_HEADER, probeToken } from "@/lib/domain/inbound/probe/token";
import { WEBHOOK_SCHEMES } from "@/lib/integrations/webhook-schemes";

type Problem = { code: string; message: string };
type Options = { post?: typeof fetch; nowMs?: number };

const refusal = async (response: Response): Promise<Problem> => {
  const { detail } = (await response.json().catch(() => ({}))) as { detail?: unknown };
  const reason = typeof detail === "string" ? detail : `It answered ${response.status}.`;
  return { code: "refused", message: `The hook does not take deliveries: ${reason}` };
};

/**
 * Posts a signed delivery at the hook's own address, over HTTP as its sender would, that is judged and not stored. What
 * keeps the hook from taking deliveries, or null when nothing does.
 */
export const probeHook = async (
  hookId: string,
  { post = fetch, nowMs = Date.now() }: Options = {},
): Promise<Problem | null> => {
  const { hook } = await findHook(hookId, { fresh: true });
  if (!hook) return { code: "no_hook", message: "The hook is not there any more; publish again." };
  const [secret = ""] = hook.secrets;
  if (hook.scheme !== "none" && !secret)
    return {
      code: "no_secret",
      message: "The hook has no signing secret yet; add the one its sender signs with.",
    };
  const body = Buffer.from('{"probe":true}');
  const deliveryId = uuidv7(nowMs);
  const signed = WEBHOOK_SCHEMES[hook.scheme].sign({
    body,
    secret,
    deliveryId,
    topic: null,
    nowMs,
  });
  const headers = {
    "content-type": "application/json",
    "user-agent": "Steward-Probe",
    ...signed,
    [PROBE_HEADER]: probeToken(hookId, nowMs),
  };
  try {
    const response = await post(`${env().APP_URL}/api/hooks/${hookId}`, {
      method: "POST",
      headers,
      body,
      signal: AbortSignal.timeout(10_000),
    });
    if (response.status !== 202) return await refusal(response);
    const { ignored } = (await response.json()) as { ignored?: unknown };
    return ignored === "probe"
      ? null
      : { code: "not_ours", message: "Something else than Steward answers at the hook's address." };
  } catch (error) {
    if (error instanceof AppError) throw error;
    return { code: "unreachable", message: `${env().APP_URL} cannot be reached from here.` };
  }
};
