import { anyMatch, keyFrom, refusal, sign, topicFrom } from "@/lib/integrations/signature";
import type { WebhookScheme } from "@/lib/integrations/webhook-scheme";

const SIGNATURE = "x-shopify-hmac-sha256";

/**
 * Shopify: base64 HMAC-SHA-256 of the raw body under the app's client secret. The delivery id stays the same over
 * Shopify's eight retries. Its headers carry no signed time, so replays are caught by the id alone.
 */
export const shopify: WebhookScheme = {
  verify: (delivery) => {
    const refused = refusal(delivery, [SIGNATURE]);
    if (refused) return refused;
    const signature = delivery.headers.get(SIGNATURE);
    if (!signature) return { ok: false, reason: "missing" };
    const expected = delivery.secrets.map((secret) => sign(secret, delivery.body));
    return anyMatch(expected, [signature], "base64");
  },
  identify: (headers) => ({
    ...keyFrom(headers, ["x-shopify-webhook-id", "x-shopify-event-id"]),
    ...topicFrom(headers.get("x-shopify-topic")),
  }),
  sign: ({ body, secret, deliveryId, topic, nowMs }) => ({
    [SIGNATURE]: sign(secret, body).toString("base64"),
    "x-shopify-webhook-id": deliveryId,
    "x-shopify-event-id": deliveryId,
    ...(topic && { "x-shopify-topic": topic }),
    "x-shopify-shop-domain": "northwind-candles.myshopify.com",
    "x-shopify-api-version": "2026-10",
    "x-shopify-triggered-at": new Date(nowMs).toISOString(),
  }),
};
