import { keyFrom, topicFrom } from "@/lib/integrations/signature";
import type { WebhookScheme } from "@/lib/integrations/webhook-scheme";

/** No signature: the unguessable address is the only proof. For trials and senders that cannot sign. */
export const none: WebhookScheme = {
  verify: () => ({ ok: true }),
  identify: (headers) => ({
    ...keyFrom(headers, ["x-delivery-id", "idempotency-key", "webhook-id", "x-shopify-webhook-id"]),
    ...topicFrom(headers.get("x-topic") ?? headers.get("x-shopify-topic")),
  }),
  sign: ({ deliveryId, topic }) => ({
    "x-delivery-id": deliveryId,
    ...(topic && { "x-topic": topic }),
  }),
};
