import { anyMatch, isFresh, keyFrom, refusal, sign, topicFrom } from "@/lib/integrations/signature";
import type { Delivery, Verdict, WebhookScheme } from "@/lib/integrations/webhook-scheme";

/** GitHub's headers mean the same under other names. */
const SIGNATURES = ["x-signature-256", "x-hub-signature-256"] as const;
const TIMESTAMP = "x-timestamp";

/** How the signed text of a timestamped delivery begins; a bare body must not be able to pass for one. */
const beginsLikeTimestamp = (body: Buffer) => /^\d{9,12}\./.test(body.toString("latin1", 0, 13));

const stale = (delivery: Delivery, timestamp: string | null): Verdict | undefined => {
  if (timestamp !== null && !isFresh(timestamp, delivery)) return { ok: false, reason: "expired" };
  if (timestamp === null && beginsLikeTimestamp(delivery.body))
    return { ok: false, reason: "mismatch" };
  return undefined;
};

/**
 * Any sender of one's own: `X-Signature-256: sha256=<hex>`, HMAC-SHA-256 of the body. With `X-Timestamp` (Unix seconds)
 * the signature covers `<timestamp>.<body>` and old deliveries are refused.
 */
export const hmac: WebhookScheme = {
  verify: (delivery) => {
    const { headers, secrets, body } = delivery;
    const refused = refusal(delivery, [...SIGNATURES, TIMESTAMP]);
    if (refused) return refused;
    const signature = SIGNATURES.map((name) => headers.get(name)).find((value) => value !== null);
    if (!signature?.startsWith("sha256=")) return { ok: false, reason: "missing" };
    const timestamp = headers.get(TIMESTAMP);
    const tooOld = stale(delivery, timestamp);
    if (tooOld) return tooOld;
    const parts = timestamp === null ? [body] : [timestamp, ".", body];
    return anyMatch(
      secrets.map((secret) => sign(secret, ...parts)),
      [signature.slice(7)],
      "hex",
    );
  },
  identify: (headers) => ({
    ...keyFrom(headers, ["x-delivery-id", "x-github-delivery", "idempotency-key"]),
    ...topicFrom(headers.get("x-topic") ?? headers.get("x-github-event")),
  }),
  sign: ({ body, secret, deliveryId, topic, nowMs }) => {
    const timestamp = String(Math.floor(nowMs / 1000));
    return {
      [TIMESTAMP]: timestamp,
      [SIGNATURES[0]]: `sha256=${sign(secret, timestamp, ".", body).toString("hex")}`,
      "x-delivery-id": deliveryId,
      ...(topic && { "x-topic": topic }),
    };
  },
};
