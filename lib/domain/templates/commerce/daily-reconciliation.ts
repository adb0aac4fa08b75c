import { defineTemplate } from "@/lib/domain/templates/template";

/** Payouts against orders, each morning. */
export const dailyReconciliation = defineTemplate({
  id: "daily-reconciliation",
  title: "Match charges with orders daily",
  why: "A charge without an order is found the next morning, not at year's end.",
  outcome: "A mail says how many charges match and lists those that do not.",
  industries: ["commerce"],
  uses: ["shopify", "stripe"],
  popularity: 4,
  needs: [
    {
      name: "payments",
      label: "Payments API",
      type: "url",
      help: "Answers GET /charges with a list of {order, amount}.",
    },
    {
      name: "shop",
      label: "Shop API",
      type: "url",
      help: "Answers GET /orders with a list of {name, total}.",
    },
    { name: "team", label: "Who reads the list", type: "email" },
    { name: "timeZone", label: "Time zone", type: "time zone" },
  ],
  build: ({ payments, shop, team, timeZone }) => ({
    trigger: { type: "schedule", cron: "0 7 * * *", timeZone },
    steps: [
      {
        id: "charges",
        type: "http.request",
        with: { url: `${payments}/charges`, query: { until: "{{ trigger.scheduledAt }}" } },
      },
      {
        id: "orders",
        type: "http.request",
        with: { url: `${shop}/orders`, query: { until: "{{ trigger.scheduledAt }}" } },
      },
      {
        id: "match",
        type: "transform",
        needs: ["charges", "orders"],
        with: {
          value: {
            charges: "{{ size(steps.charges.output.body) }}",
            open: "{{ steps.charges.output.body.filter(c, !steps.orders.output.body.exists(o, o.name == c.order && decimal(o.total) == decimal(c.amount))) }}",
          },
        },
      },
      {
        id: "tell",
        type: "email.send",
        needs: ["match"],
        with: {
          to: team,
          subject:
            "Charges and orders: {{ size(steps.match.output.value.open) }} unmatched of {{ steps.match.output.value.charges }}",
          text: "Unmatched: {{ default(steps.match.output.value.open.map(c, c.order + ' ' + c.amount).join(', '), 'none') }}.",
        },
      },
    ],
  }),
  sample: {},
});
