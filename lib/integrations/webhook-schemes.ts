import { hmac } from "@/lib/integrations/hmac/webhook";
import { none } from "@/lib/integrations/none/webhook";
import { shopify } from "@/lib/integrations/shopify/webhook";
import { standard } from "@/lib/integrations/standard/webhook";
import { stripe } from "@/lib/integrations/stripe/webhook";
import type { WebhookScheme } from "@/lib/integrations/webhook-scheme";

/** Every signature scheme a hook may use, by the name stored with it. */
export const WEBHOOK_SCHEMES = { shopify, stripe, standard, hmac, none } as const satisfies Record<
  string,
  WebhookScheme
>;

export type SchemeName = keyof typeof WEBHOOK_SCHEMES;
