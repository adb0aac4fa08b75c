import { defineTemplate } from "@/lib/domain/templates/template";

/** A refund becomes a credit note and stock. */
export const refundToBooks = defineTemplate({
  id: "refund-to-books",
  title: "Refund to books and stock",
  why: "A refund touches accounting, stock and the customer; one forgotten place is an error at month's end.",
  outcome: "There is one credit note, the goods are back in stock and the customer knows.",
  industries: ["commerce"],
  uses: ["shopify"],
  popularity: 4,
  needs: [
    { name: "books", label: "Accounting API", type: "url", help: "Takes POST /credit-notes." },
    { name: "stock", label: "Stock API", type: "url", help: "Takes POST /movements." },
    { name: "team", label: "Who is told", type: "email" },
  ],
  build: ({ books, stock, team }) => ({
    trigger: { type: "webhook", provider: "shopify", topic: "refunds/create" },
    steps: [
      {
        id: "credit",
        type: "http.request",
        with: {
          url: `${books}/credit-notes`,
          headers: { "idempotency-key": "refund-{{ trigger.body.id }}" },
          json: {
            order: "{{ trigger.body.order_id }}",
            amount: "{{ sum(trigger.body.transactions.map(t, decimal(t.amount))) }}",
          },
        },
      },
      {
        id: "restock",
        type: "for-each",
        needs: ["credit"],
        with: { items: 'trigger.body.refund_line_items.filter(i, i.restock_type == "return")' },
        steps: [
          {
            id: "move",
            type: "http.request",
            with: {
              url: `${stock}/movements`,
              headers: { "idempotency-key": "restock-{{ item.id }}" },
              json: { sku: "{{ item.line_item.sku }}", quantity: "{{ item.quantity }}" },
            },
          },
        ],
      },
      {
        id: "tell",
        type: "email.send",
        needs: ["restock"],
        with: {
          to: team,
          subject: "Refund for order {{ trigger.body.order_id }} is booked",
          text: "{{ steps.restock.output.count }} lines went back to stock.",
        },
      },
    ],
  }),
  sample: {
    id: 9001,
    order_id: 5001009,
    transactions: [{ amount: "20.00" }, { amount: "5.50" }],
    refund_line_items: [
      { id: 1, quantity: 1, restock_type: "return", line_item: { sku: "LAMP-1" } },
      { id: 2, quantity: 1, restock_type: "no_restock", line_item: { sku: "BULB-1" } },
    ],
  },
});
