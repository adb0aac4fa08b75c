import { draw, pick } from "@/lib/integrations/shopify/sample-draw";

const PRODUCTS = [
  {
    id: 632910392,
    variant: 808950810,
    title: "Beeswax pillar candle",
    sku: "CND-PILLAR-L",
    cents: 2490,
    grams: 640,
  },
  {
    id: 632910393,
    variant: 808950811,
    title: "Lavender tea lights, 24 pieces",
    sku: "CND-TEA-LAV",
    cents: 1290,
    grams: 320,
  },
  {
    id: 632910394,
    variant: 808950812,
    title: "Brass candle holder",
    sku: "ACC-HOLDER-BR",
    cents: 5900,
    grams: 900,
  },
  {
    id: 632910395,
    variant: 808950813,
    title: "Sandalwood scented candle",
    sku: "CND-SANDAL-M",
    cents: 3450,
    grams: 410,
  },
  {
    id: 632910396,
    variant: 808950814,
    title: "Candle making kit for two",
    sku: "KIT-MAKE-2",
    cents: 8900,
    grams: 2200,
  },
  {
    id: 632910397,
    variant: 808950815,
    title: "Advent set, hand poured",
    sku: "SET-ADVENT",
    cents: 14900,
    grams: 3100,
  },
] as const;

/** Cents as Shopify writes amounts. */
export const money = (cents: number) => (cents / 100).toFixed(2);
/** An amount in the shop's and in the buyer's currency, which are the same here. */
export const moneySet = (cents: number, currency: string) => {
  const amount = { amount: money(cents), currency_code: currency };
  return { shop_money: amount, presentment_money: { ...amount } };
};

/** One line of a sample order and what it costs. */
export const lineItem = (seed: number, index: number, currency: string) => {
  const product = pick(PRODUCTS, seed, `product ${index}`);
  const quantity = 1 + draw(seed, `quantity ${index}`, 4);
  return {
    cents: product.cents * quantity,
    item: {
      id: 14_300_000_000_000 + draw(seed, `line ${index}`, 1_000_000) * 1024,
      admin_graphql_api_id: `gid://shopify/LineItem/${866550311 + seed * 10 + index}`,
      current_quantity: quantity,
      fulfillable_quantity: quantity,
      fulfillment_service: "manual",
      fulfillment_status: null,
      gift_card: false,
      grams: product.grams,
      name: product.title,
      price: money(product.cents),
      price_set: moneySet(product.cents, currency),
      product_exists: true,
      product_id: product.id,
      properties: [],
      quantity,
      requires_shipping: true,
      sku: product.sku,
      taxable: true,
      title: product.title,
      total_discount: "0.00",
      total_discount_set: moneySet(0, currency),
      variant_id: product.variant,
      variant_title: null,
      vendor: "Northwind Candles",
      tax_lines: [],
      duties: [],
      discount_allocations: [],
    },
  };
};
