import { createHmac, randomUUID } from "node:crypto";
import type { LiveTenant } from "./live-tenant.ts";

export type Shop = {
  workflowId: string;
  hookId: string;
  secret: string;
  delivery: (id?: string, order?: object) => ShopDelivery;
};

export type ShopDelivery = { path: string; headers: Record<string, string>; body: string };

/** An `orders/create` body as Shopify's REST webhooks send it, cut to the fields the tests use. */
const order = (n: number) => ({
  id: 820_982_911_946_154_500 + n,
  admin_graphql_api_id: `gid://shopify/Order/${n}`,
  name: `#${1000 + n}`,
  email: "jon@example.com",
  currency: "EUR",
  total_price: "403.00",
  financial_status: "paid",
  created_at: "2026-11-21T09:00:00+01:00",
  customer: {
    id: 115_310_627_314_723_950,
    first_name: "Jon",
    last_name: "Snow",
    email: "jon@example.com",
  },
  line_items: [
    { id: n, title: "IPod Nano - 8GB", quantity: 1, price: "199.00", sku: "IPOD2008PINK" },
  ],
  note: "x".repeat(1200),
});

let orders = 0;

/** What Shopify sends with a body, signed with `secret`. */
export const shopHeaders = (
  secret: string,
  body: string | Uint8Array,
  id: string = randomUUID(),
): Record<string, string> => ({
  "content-type": "application/json",
  "x-shopify-topic": "orders/create",
  "x-shopify-shop-domain": "acme.myshopify.com",
  "x-shopify-api-version": "2026-10",
  "x-shopify-webhook-id": id,
  "x-shopify-triggered-at": new Date().toISOString(),
  "x-shopify-hmac-sha256": createHmac("sha256", secret).update(body).digest("base64"),
});

/** Three steps, one of them an effect outside: what the figures are about. */
export const threeSteps = (url: string) => ({
  schemaVersion: 1,
  name: "Pass orders on",
  trigger: { type: "webhook", provider: "shopify", topic: "orders/create" },
  steps: [
    { id: "big", type: "condition", with: { if: "decimal(trigger.body.total_price) >= 100.0" } },
    {
      id: "shape",
      type: "transform",
      needs: ["big"],
      when: "steps.big.output.result",
      with: { value: { id: "{{ trigger.body.id }}", total: "{{ trigger.body.total_price }}" } },
    },
    {
      id: "tell",
      type: "http.request",
      needs: ["shape"],
      with: { method: "POST", url, json: "{{ steps.shape.output.value }}" },
    },
  ],
});

/** Publishes a workflow and gives what a shop needs to post signed deliveries at its hook. */
export const openShop = async (tenant: LiveTenant, definition: object): Promise<Shop> => {
  const created = await tenant.api<{ id: string }>("POST", "/workflows", { definition });
  if (created.status !== 201)
    throw new Error(`workflow: ${created.status} ${JSON.stringify(created.body)}`);
  const published = await tenant.api<{ hooks: { id: string }[] }>(
    "POST",
    `/workflows/${created.body.id}/publish`,
    {},
  );
  if (published.status !== 200)
    throw new Error(`publish: ${published.status} ${JSON.stringify(published.body)}`);
  const hookId = published.body.hooks[0]?.id ?? "";
  const secret = `shpss_${randomUUID()}`;
  const stored = await tenant.api("POST", `/hooks/${hookId}/secrets`, { secret });
  if (stored.status > 201)
    throw new Error(`secret: ${stored.status} ${JSON.stringify(stored.body)}`);
  const delivery = (id: string = randomUUID(), content: object = order(orders++)): ShopDelivery => {
    const body = JSON.stringify(content);
    return {
      path: `/api/hooks/${hookId}`,
      body,
      headers: shopHeaders(secret, body, id),
    };
  };
  return { workflowId: created.body.id, hookId, secret, delivery };
};
