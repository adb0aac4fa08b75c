import { defineTemplate } from "@/lib/domain/templates/template";

/** A message and one row an order. */
export const newOrderLog = defineTemplate({
  id: "new-order-log",
  title: "New order to chat and log",
  why: "The team sees each order where it talks, and the log has one row an order.",
  outcome: "The chat has a message and the log a row keyed by the order's id.",
  industries: ["commerce"],
  uses: ["shopify"],
  popularity: 5,
  needs: [
    {
      name: "chat",
      label: "Chat webhook",
      type: "url",
      help: "Slack's incoming webhook, or one like it.",
    },
    { name: "log", label: "Log API", type: "url", help: "Takes PUT /rows/… ." },
  ],
  build: ({ chat, log }) => ({
    trigger: { type: "webhook", provider: "shopify", topic: "orders/create" },
    steps: [
      {
        id: "row",
        name: "Write the row",
        type: "http.request",
        with: {
          method: "PUT",
          url: `${log}/rows/{{ trigger.body.id }}`,
          json: {
            order: "{{ trigger.body.name }}",
            total: "{{ trigger.body.total_price }}",
            at: "{{ trigger.body.created_at }}",
          },
        },
      },
      {
        id: "message",
        name: "Tell the team",
        type: "http.request",
        with: {
          url: chat,
          headers: { "idempotency-key": "order-message-{{ trigger.body.id }}" },
          json: {
            text: "Order {{ trigger.body.name }}: {{ trigger.body.total_price }} {{ trigger.body.currency }} from {{ trigger.body.email }}",
          },
        },
      },
    ],
  }),
  sample: {
    id: 5001003,
    name: "#1003",
    email: "jon@example.com",
    currency: "EUR",
    total_price: "59.00",
    created_at: "2026-01-12T09:00:00+01:00",
  },
});
