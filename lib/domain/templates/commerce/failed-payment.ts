import { defineTemplate } from "@/lib/domain/templates/template";

/** Asks for a payment that failed, waits for it, and says when it did not come. */
export const failedPayment = defineTemplate({
  id: "failed-payment",
  title: "Recover failed payments",
  why: "Most failed cards are mended by their owners when they are told at once.",
  outcome: "The customer is asked, and after three days without payment a person is told.",
  industries: ["commerce", "payroll", "agency"],
  uses: ["stripe"],
  popularity: 5,
  needs: [
    { name: "team", label: "Who takes over", type: "email" },
    {
      name: "high",
      label: "Tell at once from (smallest unit)",
      type: "number",
      default: "50000",
      help: "Stripe's amounts: 50000 is 500.00 EUR.",
    },
  ],
  build: ({ team, high }) => ({
    trigger: { type: "webhook", provider: "stripe", topic: "invoice.payment_failed" },
    steps: [
      {
        id: "ask",
        type: "email.send",
        with: {
          to: "{{ trigger.body.data.object.customer_email }}",
          subject: "Your payment for {{ trigger.body.data.object.number }} did not go through",
          text: "Please pay or change the card here: {{ trigger.body.data.object.hosted_invoice_url }}",
        },
      },
      {
        id: "large",
        type: "condition",
        with: { if: `trigger.body.data.object.amount_due >= double('${high}')` },
      },
      {
        id: "tell",
        type: "email.send",
        needs: ["large"],
        when: "steps.large.output.result",
        with: {
          to: team,
          subject: "Large payment failed: {{ trigger.body.data.object.number }}",
          text: "Attempt {{ trigger.body.data.object.attempt_count }}.",
        },
      },
      {
        id: "paid",
        name: "Wait for the payment",
        type: "event.wait",
        needs: ["ask"],
        with: {
          event: "invoice.paid",
          if: "event.data.invoice == trigger.body.data.object.id",
          since: "run start",
          timeout: "3d",
          onTimeout: "continue",
        },
      },
      {
        id: "escalate",
        type: "email.send",
        needs: ["paid"],
        when: "steps.paid.output.timedOut",
        with: {
          to: team,
          subject: "Still unpaid: {{ trigger.body.data.object.number }}",
          text: "Three days went by. Call, or cancel the subscription.",
        },
      },
    ],
  }),
  sample: {
    id: "evt_8",
    type: "invoice.payment_failed",
    data: {
      object: {
        id: "in_8",
        number: "A-0008",
        customer_email: "jon@example.com",
        amount_due: 90000,
        attempt_count: 1,
        hosted_invoice_url: "https://pay.example.com/in_8",
      },
    },
  },
});
