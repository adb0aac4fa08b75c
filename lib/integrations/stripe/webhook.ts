import { anyMatch, isFresh, refusal, sign, topicFrom } from "@/lib/integrations/signature";
import type { WebhookScheme } from "@/lib/integrations/webhook-scheme";

const SIGNATURE = "stripe-signature";

/** A pair is cut at its first "=", so that nothing after a signature goes unnoticed. */
const fields = (header: string) => {
  const pairs = header.split(",", 64).map((pair) => /^\s*(\w+)=(.*)$/.exec(pair));
  const all = (name: string) =>
    pairs.flatMap((pair) => (pair?.[1] === name ? [pair[2] ?? ""] : []));
  return { timestamps: all("t"), signatures: all("v1") };
};

/**
 * Stripe: `Stripe-Signature: t=…,v1=…[,v1=…]`, v1 = hex HMAC-SHA-256 of `t.body` under the endpoint's `whsec_…` secret
 * taken as text. Other versions are ignored; two timestamps are refused.
 */
export const stripe: WebhookScheme = {
  verify: (delivery) => {
    const refused = refusal(delivery, [SIGNATURE]);
    if (refused) return refused;
    const { timestamps, signatures } = fields(delivery.headers.get(SIGNATURE) ?? "");
    const [timestamp] = timestamps;
    if (timestamp === undefined || timestamps.length > 1 || signatures.length === 0)
      return { ok: false, reason: "missing" };
    if (!isFresh(timestamp, delivery)) return { ok: false, reason: "expired" };
    const expected = delivery.secrets.map((secret) => sign(secret, timestamp, ".", delivery.body));
    return anyMatch(expected, signatures, "hex");
  },
  identify: (_headers, body) => {
    const { id, type } = (body ?? {}) as { id?: unknown; type?: unknown };
    const named = typeof id === "string" && /^[\w-]{1,255}$/.test(id);
    return { ...(named && { deliveryKey: id }), ...topicFrom(type) };
  },
  sign: ({ body, secret, nowMs }) => {
    const timestamp = String(Math.floor(nowMs / 1000));
    return {
      [SIGNATURE]: `t=${timestamp},v1=${sign(secret, timestamp, ".", body).toString("hex")}`,
    };
  },
};
