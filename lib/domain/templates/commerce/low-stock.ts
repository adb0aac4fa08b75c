import { defineTemplate } from "@/lib/domain/templates/template";

/** A stock that falls below its mark becomes a purchase order. */
export const lowStock = defineTemplate({
  id: "low-stock",
  title: "Reorder when stock runs low",
  why: "Stock-outs cost sales, and a reorder must be asked for once, not at every sale.",
  outcome: "When the stock has just crossed the mark, a purchase order is approved and sent.",
  industries: ["commerce"],
  uses: ["shopify"],
  popularity: 4,
  needs: [
    {
      name: "purchasing",
      label: "Purchasing API",
      type: "url",
      help: "Takes POST /purchase-orders.",
    },
    { name: "mark", label: "Reorder below", type: "number", default: "10" },
    { name: "quantity", label: "Reorder quantity", type: "number", default: "50" },
  ],
  build: ({ purchasing, mark, quantity }) => ({
    trigger: { type: "event", name: "inventory.changed" },
    steps: [
      {
        id: "crossed",
        name: "Just crossed the mark?",
        type: "condition",
        with: {
          if: `decimal(trigger.event.data.now) < decimal('${mark}') && decimal(trigger.event.data.before) >= decimal('${mark}')`,
        },
      },
      {
        id: "ask",
        type: "approval",
        needs: ["crossed"],
        when: "steps.crossed.output.result",
        with: {
          title: `Order ${quantity} of {{ trigger.event.data.sku }}?`,
          fields: {
            "In stock": "{{ trigger.event.data.now }}",
            Supplier: "{{ trigger.event.data.supplier }}",
          },
          approvers: ["member"],
        },
      },
      {
        id: "order",
        type: "http.request",
        needs: ["ask"],
        when: 'steps.ask.output.decision == "approved"',
        with: {
          url: `${purchasing}/purchase-orders`,
          headers: { "idempotency-key": "reorder-{{ trigger.event.data.changeId }}" },
          json: {
            sku: "{{ trigger.event.data.sku }}",
            quantity: `{{ int('${quantity}') }}`,
            supplier: "{{ trigger.event.data.supplier }}",
          },
        },
      },
    ],
  }),
  sample: { changeId: "chg-77", sku: "LAMP-1", before: 11, now: 9, supplier: "Lumen GmbH" },
});
