import { defineTemplate } from "@/lib/domain/templates/template";

/** A paid order becomes a sales receipt, once an order. */
export const paidOrderToBooks = defineTemplate({
  id: "paid-order-to-books",
  title: "Paid order to the books",
  why: "Nobody should type orders into accounting, and a receipt must never be there twice.",
  outcome:
    "Accounting has the customer and one sales receipt for the order, however often the shop reports it.",
  industries: ["commerce"],
  uses: ["shopify"],
  popularity: 5,
  needs: [
    {
      name: "books",
      label: "Accounting API",
      type: "url",
      help: "Takes PUT /customers/… and POST /receipts.",
    },
    { name: "team", label: "Who hears of failures", type: "email" },
  ],
  build: ({ books, team }) => ({
    trigger: { type: "webhook", provider: "shopify", topic: "orders/paid" },
    steps: [
      { id: "paid", type: "condition", with: { if: 'trigger.body.financial_status == "paid"' } },
      {
        id: "customer",
        name: "Find or create the customer",
        type: "http.request",
        needs: ["paid"],
        when: "steps.paid.output.result",
        with: {
          method: "PUT",
          url: `${books}/customers/{{ trigger.body.email }}`,
          json: {
            email: "{{ trigger.body.email }}",
            name: "{{ trigger.body.customer.first_name }} {{ trigger.body.customer.last_name }}",
          },
        },
      },
      {
        id: "receipt",
        name: "Create the receipt",
        type: "http.request",
        needs: ["customer"],
        onError: { run: "review" },
        with: {
          url: `${books}/receipts`,
          headers: { "idempotency-key": "order-{{ trigger.body.id }}" },
          json: {
            reference: "{{ trigger.body.name }}",
            customer: "{{ trigger.body.email }}",
            currency: "{{ trigger.body.currency }}",
            total: "{{ trigger.body.total_price }}",
            lines:
              "{{ trigger.body.line_items.map(i, {'sku': i.sku, 'quantity': i.quantity, 'price': i.price}) }}",
          },
        },
      },
      {
        id: "review",
        name: "Ask for a look",
        type: "email.send",
        with: {
          to: team,
          subject: "Order {{ trigger.body.name }} is not in the books",
          text: "Accounting refused the receipt: {{ steps.receipt.error.message }}\n\nMend it and replay the run.",
        },
      },
    ],
  }),
  sample: {
    id: 5001001,
    name: "#1001",
    email: "jon@example.com",
    financial_status: "paid",
    currency: "EUR",
    total_price: "403.00",
    customer: { first_name: "Jon", last_name: "Snow" },
    line_items: [{ sku: "LAMP-1", title: "Lamp", quantity: 2, price: "201.50" }],
  },
});
