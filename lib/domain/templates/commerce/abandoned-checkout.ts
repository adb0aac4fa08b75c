import { defineTemplate } from "@/lib/domain/templates/template";

/** Two mails to somebody who did not finish a checkout, none to somebody who did. */
export const abandonedCheckout = defineTemplate({
  id: "abandoned-checkout",
  title: "Follow up on abandoned checkouts",
  why: "Some who leave a cart come back when they are asked once; nobody wants a mail after buying.",
  outcome: "Who has not ordered has a mail after an hour and a code a day later.",
  industries: ["commerce"],
  uses: ["shopify"],
  popularity: 4,
  needs: [
    {
      name: "shop",
      label: "Shop API",
      type: "url",
      help: "Answers GET /checkouts/… with completed_at.",
    },
    { name: "code", label: "Discount code", type: "text", default: "COMEBACK10" },
  ],
  build: ({ shop, code }) => {
    const check = (id: string, after: string) => [
      {
        id,
        type: "http.request",
        needs: [after],
        with: { url: `${shop}/checkouts/{{ trigger.body.token }}` },
      },
      {
        id: `${id}Open`,
        type: "condition",
        needs: [id],
        with: { if: `steps.${id}.output.body.completed_at == null` },
      },
    ];
    const until = (span: string) => ({
      until: `{{ timestamp(trigger.body.created_at) + duration('${span}') }}`,
    });
    const mail = (subject: string, text: string) => ({
      to: "{{ trigger.body.email }}",
      subject,
      text,
    });
    return {
      trigger: { type: "webhook", provider: "shopify", topic: "checkouts/create" },
      steps: [
        { id: "hour", type: "delay", with: until("1h") },
        ...check("first", "hour"),
        {
          id: "remind",
          type: "email.send",
          needs: ["firstOpen"],
          when: "steps.firstOpen.output.result",
          with: mail(
            "You left something behind",
            "Your cart is kept: {{ trigger.body.abandoned_checkout_url }}",
          ),
        },
        { id: "day", type: "delay", needs: ["remind"], with: until("25h") },
        ...check("second", "day"),
        {
          id: "offer",
          type: "email.send",
          needs: ["secondOpen"],
          when: "steps.secondOpen.output.result",
          with: mail(
            `${code} for your cart`,
            `With ${code} it costs less: {{ trigger.body.abandoned_checkout_url }}`,
          ),
        },
      ],
    };
  },
  sample: {
    token: "chk-7",
    email: "jon@example.com",
    created_at: "2026-01-12T09:00:00+01:00",
    abandoned_checkout_url: "https://shop.example.com/cart/chk-7",
  },
});
