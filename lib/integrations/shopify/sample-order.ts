import { buildCustomer } from "@/lib/integrations/shopify/sample-customer";
import { draw, pick } from "@/lib/integrations/shopify/sample-draw";
import { lineItem, money, moneySet } from "@/lib/integrations/shopify/sample-lines";

const totals = (lines: { cents: number }[], currency: string) => {
  const subtotal = lines.reduce((sum, { cents }) => sum + cents, 0);
  const shipping = subtotal >= 10_000 ? 0 : 590;
  const total = subtotal + shipping;
  const tax = Math.round((total * 19) / 119);
  const taxLine = {
    price: money(tax),
    rate: 0.19,
    title: "VAT",
    price_set: moneySet(tax, currency),
    channel_liable: false,
  };
  return {
    subtotal_price: money(subtotal),
    subtotal_price_set: moneySet(subtotal, currency),
    current_subtotal_price: money(subtotal),
    total_line_items_price: money(subtotal),
    total_discounts: "0.00",
    total_shipping_price_set: moneySet(shipping, currency),
    total_price: money(total),
    total_price_set: moneySet(total, currency),
    current_total_price: money(total),
    current_total_price_set: moneySet(total, currency),
    total_tax: money(tax),
    total_tax_set: moneySet(tax, currency),
    tax_lines: [taxLine],
    taxes_included: true,
  };
};

/**
 * An order as Shopify's REST webhook `orders/create` sends it (API 2026-10, fields of the Order resource): amounts are
 * decimal strings, ids whole numbers, times ISO 8601 with offset. The same seed gives the same order at the same time. One in
 * eight comes from the shop's counter, where nobody leaves an e-mail address.
 */
export const sampleOrder = (seed: number, nowMs: number) => {
  const currency = "EUR";
  const number = 1001 + (seed % 100_000);
  const lines = Array.from({ length: 1 + draw(seed, "lines", 3) }, (_, index) =>
    lineItem(seed, index, currency),
  );
  const createdAt = new Date(nowMs).toISOString().replace(/\.\d{3}Z$/, "+00:00");
  const isCounter = draw(seed, "counter", 8) === 0;
  const { customer, address } = buildCustomer(seed, createdAt, isCounter);
  const id = 5_800_000_000_000 + (seed % 100_000) * 1024 + (nowMs % 1024);
  return {
    id,
    admin_graphql_api_id: `gid://shopify/Order/${id}`,
    app_id: isCounter ? 129785 : 580111,
    buyer_accepts_marketing: draw(seed, "marketing", 2) === 1,
    cancel_reason: null,
    cancelled_at: null,
    cart_token: null,
    closed_at: null,
    confirmed: true,
    contact_email: customer.email,
    created_at: createdAt,
    currency,
    customer_locale: "en-DE",
    discount_codes: [],
    email: customer.email ?? "",
    estimated_taxes: false,
    financial_status: pick(["paid", "paid", "paid", "authorized", "pending"], seed, "financial"),
    fulfillment_status: null,
    name: `#${number}`,
    note: null,
    note_attributes: [],
    number: number - 1000,
    order_number: number,
    payment_gateway_names: [
      isCounter ? "cash" : pick(["shopify_payments", "paypal"], seed, "gateway"),
    ],
    phone: null,
    presentment_currency: currency,
    processed_at: createdAt,
    referring_site: isCounter ? null : "https://www.northwind-candles.example/",
    source_name: isCounter ? "pos" : "web",
    tags: "",
    test: true,
    ...totals(lines, currency),
    total_weight: lines.reduce((sum, { item }) => sum + item.grams * item.quantity, 0),
    updated_at: createdAt,
    user_id: null,
    billing_address: address,
    customer,
    fulfillments: [],
    line_items: lines.map(({ item }) => item),
    refunds: [],
    shipping_address: isCounter ? null : address,
    shipping_lines: [],
  };
};
