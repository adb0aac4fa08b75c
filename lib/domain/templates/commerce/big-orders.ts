import { defineTemplate } from "@/lib/domain/templates/template";

/** A mail for an order over a limit. */
export const bigOrders = defineTemplate({
  id: "big-orders",
  title: "Tell me about big orders",
  why: "A large order deserves a look before it is packed.",
  outcome: "You have a mail with the amount and what was bought.",
  industries: ["commerce"],
  uses: ["shopify"],
  popularity: 5,
  needs: [
    { name: "team", label: "Who is told", type: "email" },
    { name: "limit", label: "From this total on", type: "number", default: "1000" },
  ],
  build: ({ team, limit }) => ({
    trigger: { type: "webhook", provider: "shopify", topic: "orders/create" },
    steps: [
      {
        id: "big",
        type: "condition",
        with: { if: `decimal(trigger.body.total_price) >= decimal('${limit}')` },
      },
      {
        id: "tell",
        type: "email.send",
        needs: ["big"],
        when: "steps.big.output.result",
        with: {
          to: team,
          subject:
            "Order {{ trigger.body.name }} over {{ trigger.body.total_price }} {{ trigger.body.currency }}",
          text: "{{ trigger.body.email }} ordered {{ size(trigger.body.line_items) }} lines.\n\nFirst line: {{ trigger.body.line_items[0].title }}",
        },
      },
    ],
  }),
  sample: {
    id: 5001002,
    name: "#1002",
    email: "jon@example.com",
    currency: "EUR",
    total_price: "1403.00",
    line_items: [{ title: "Lamp", quantity: 7, price: "200.43" }],
  },
});
