import { defineTemplate } from "@/lib/domain/templates/template";

/** Good customers are tagged and thanked. */
export const vipCustomers = defineTemplate({
  id: "vip-customers",
  title: "Tag and thank good customers",
  why: "Who buys often should be known to everyone who answers mail.",
  outcome: "A customer over the threshold carries the tag and has a thank-you mail.",
  industries: ["commerce"],
  uses: ["shopify"],
  popularity: 3,
  needs: [
    {
      name: "shop",
      label: "Customer API",
      type: "url",
      help: "Answers GET /customers/… with total_spent; takes PUT …/tags/vip.",
    },
    { name: "threshold", label: "Lifetime spend from", type: "number", default: "1000" },
  ],
  build: ({ shop, threshold }) => ({
    trigger: { type: "webhook", provider: "shopify", topic: "orders/paid" },
    steps: [
      {
        id: "customer",
        type: "http.request",
        with: { url: `${shop}/customers/{{ trigger.body.customer.id }}` },
      },
      {
        id: "vip",
        type: "condition",
        needs: ["customer"],
        with: {
          if: `decimal(steps.customer.output.body.total_spent) >= decimal('${threshold}') && !("vip" in default(steps.customer.output.body.tags, []))`,
        },
      },
      {
        id: "tag",
        type: "http.request",
        needs: ["vip"],
        when: "steps.vip.output.result",
        with: {
          method: "PUT",
          url: `${shop}/customers/{{ trigger.body.customer.id }}/tags/vip`,
          json: {},
        },
      },
      {
        id: "thank",
        type: "email.send",
        needs: ["tag"],
        with: {
          to: "{{ trigger.body.email }}",
          subject: "Thank you, {{ trigger.body.customer.first_name }}",
          text: "You are one of our best customers.\n\nIf you ever need anything, just answer this mail.",
        },
      },
    ],
  }),
  sample: {
    id: 5001006,
    name: "#1006",
    email: "jon@example.com",
    customer: { id: "c-6", first_name: "Jon" },
  },
});
