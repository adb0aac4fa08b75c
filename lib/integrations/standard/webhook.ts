import { anyMatch, isFresh, keyFrom, refusal, sign, topicFrom } from "@/lib/integrations/signature";
import type { Delivery, WebhookScheme } from "@/lib/integrations/webhook-scheme";

/** Svix and what is built on it (Resend among them) sends the same under its own prefix. */
const PREFIXES = ["webhook", "svix"] as const;

const names = (prefix: string) =>
  [`${prefix}-id`, `${prefix}-timestamp`, `${prefix}-signature`] as const;

const prefixOf = (headers: Headers) =>
  PREFIXES.find((prefix) => headers.has(`${prefix}-signature`)) ?? "webhook";

/** The key inside `whsec_…`, `v1,whsec_…` or bare base64. */
const keyOf = (secret: string) => Buffer.from(secret.replace(/^(v1,)?(whsec_)?/, ""), "base64");

const v1Signatures = (header: string) =>
  header
    .split(" ", 64)
    .filter((entry) => entry.startsWith("v1,"))
    .map((entry) => entry.slice(3));

const expectedOf = ({ secrets, body }: Delivery, id: string, timestamp: string) =>
  secrets
    .map(keyOf)
    .filter((key) => key.length > 0)
    .map((key) => sign(key, id, ".", timestamp, ".", body));

/** Standard Webhooks 1.0, symmetric signatures (v1): base64 HMAC-SHA-256 of `id.timestamp.body`. */
export const standard: WebhookScheme = {
  verify: (delivery) => {
    const all = names(prefixOf(delivery.headers));
    const refused = refusal(delivery, all);
    if (refused) return refused;
    const [id, timestamp, signature] = all.map((name) => delivery.headers.get(name));
    if (!id || !timestamp || !signature) return { ok: false, reason: "missing" };
    if (!isFresh(timestamp, delivery)) return { ok: false, reason: "expired" };
    return anyMatch(expectedOf(delivery, id, timestamp), v1Signatures(signature), "base64");
  },
  identify: (headers, body) => ({
    ...keyFrom(headers, ["webhook-id", "svix-id"]),
    ...topicFrom((body as { type?: unknown } | null)?.type),
  }),
  sign: ({ body, secret, deliveryId, nowMs }) => {
    const timestamp = String(Math.floor(nowMs / 1000));
    const signature = sign(keyOf(secret), deliveryId, ".", timestamp, ".", body).toString("base64");
    return {
      "webhook-id": deliveryId,
      "webhook-timestamp": timestamp,
      "webhook-signature": `v1,${signature}`,
    };
  },
};
