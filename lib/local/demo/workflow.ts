/** The demo tenant's workflow: a shop's order in, a thank-you mail to the customer for the big ones. */
export const demoWorkflow = {
  schemaVersion: 1,
  name: "Thank customers for big orders",
  trigger: { type: "webhook", provider: "shopify", topic: "orders/create" },
  steps: [
    {
      id: "big",
      name: "Is it a big order?",
      type: "condition",
      with: { if: "decimal(trigger.body.total_price) >= 250.0" },
    },
    {
      id: "summary",
      name: "Summarise the order",
      type: "transform",
      needs: ["big"],
      when: "steps.big.output.result",
      with: {
        value: {
          order: "{{ trigger.body.name }}",
          customer: "{{ trigger.body.customer.first_name }} {{ trigger.body.customer.last_name }}",
          total: "{{ trigger.body.total_price }} {{ trigger.body.currency }}",
          items: "{{ size(trigger.body.line_items) }}",
          email: "{{ trigger.body.email }}",
        },
      },
    },
    {
      id: "thank",
      name: "Thank the customer",
      type: "email.send",
      needs: ["summary"],
      with: {
        to: "{{ steps.summary.output.value.email }}",
        subject: "Thank you for order {{ steps.summary.output.value.order }}",
        text: "Hello {{ steps.summary.output.value.customer }}, your order over {{ steps.summary.output.value.total }} is being packed.",
      },
      retry: { maxAttempts: 3, backoff: "exponential", initialMs: 1000 },
    },
  ],
};
