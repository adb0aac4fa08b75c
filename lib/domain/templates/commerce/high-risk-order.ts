import { defineTemplate } from "@/lib/domain/templates/template";

/** A risky order waits for a person. */
export const highRiskOrder = defineTemplate({
  id: "high-risk-order",
  title: "Hold high-risk orders",
  why: "Fraud costs the goods and the fee; a person decides before anything ships.",
  outcome:
    "A risky order is held until somebody decides, then released or cancelled; any other is captured.",
  industries: ["commerce"],
  uses: ["shopify"],
  popularity: 4,
  needs: [
    {
      name: "shop",
      label: "Shop API",
      type: "url",
      help: "Takes POST /orders/…/hold, /release, /cancel and /capture.",
    },
    { name: "hours", label: "Hours to decide", type: "number", default: "24" },
  ],
  build: ({ shop, hours }) => {
    const order = (id: string, verb: string, more: object) => ({
      id,
      type: "http.request",
      ...more,
      with: {
        url: `${shop}/orders/{{ trigger.event.data.orderId }}/${verb}`,
        headers: { "idempotency-key": `${verb}-{{ trigger.event.data.orderId }}` },
        json: { reason: "risk {{ trigger.event.data.risk }}" },
      },
    });
    return {
      trigger: { type: "event", name: "order.risk_analysed" },
      steps: [
        { id: "risky", type: "condition", with: { if: 'trigger.event.data.risk == "high"' } },
        order("hold", "hold", { needs: ["risky"], when: "steps.risky.output.result" }),
        {
          id: "ask",
          type: "approval",
          needs: ["hold"],
          with: {
            title: "Release order {{ trigger.event.data.name }}?",
            fields: {
              Total: "{{ trigger.event.data.total }}",
              Customer: "{{ trigger.event.data.email }}",
            },
            approvers: ["member"],
            deadline: `${hours}h`,
            onDeadline: "reject",
          },
        },
        order("release", "release", {
          needs: ["ask"],
          when: 'steps.ask.output.decision == "approved"',
        }),
        order("cancel", "cancel", {
          needs: ["ask"],
          when: 'steps.ask.output.decision == "rejected"',
        }),
        order("capture", "capture", { needs: ["risky"], when: "!steps.risky.output.result" }),
      ],
    };
  },
  sample: {
    orderId: "1004",
    name: "#1004",
    risk: "high",
    total: "890.00 EUR",
    email: "jon@example.com",
  },
});
