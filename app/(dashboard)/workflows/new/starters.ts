export type Starter = {
  id: string;
  icon: "blank" | "order" | "schedule" | "manual";
  title: string;
  summary: string;
  definition: Record<string, unknown>;
};

/** The documents a new workflow can begin with; mails in them go to `email`, schedules are in `timeZone`. */
export const starters = ({ email, timeZone }: { email: string; timeZone: string }): Starter[] => [
  {
    id: "big-orders",
    icon: "order",
    title: "Tell me about big orders",
    summary: "A Shopify order of 1,000 or more arrives: you get a mail with what was bought.",
    definition: {
      schemaVersion: 1,
      name: "Tell me about big orders",
      trigger: { type: "webhook", provider: "shopify", topic: "orders/create" },
      steps: [
        {
          id: "big",
          type: "condition",
          with: { if: "decimal(trigger.body.total_price) >= 1000.0" },
        },
        {
          id: "tell",
          type: "email.send",
          needs: ["big"],
          when: "steps.big.output.result",
          with: {
            to: email,
            subject:
              "Order {{ trigger.body.name }} over {{ trigger.body.total_price }} {{ trigger.body.currency }}",
            text: "{{ trigger.body.email }} ordered {{ size(trigger.body.line_items) }} lines.\n\nFirst line: {{ trigger.body.line_items[0].title }}",
          },
        },
      ],
    },
  },
  {
    id: "morning",
    icon: "schedule",
    title: "Look at something each morning",
    summary:
      "On working days at nine it asks another system for its status and mails you what it said.",
    definition: {
      schemaVersion: 1,
      name: "Look at something each morning",
      trigger: { type: "schedule", cron: "0 9 * * 1-5", timeZone },
      steps: [
        {
          id: "ask",
          type: "http.request",
          with: { method: "GET", url: "https://example.com/" },
          retry: { maxAttempts: 5, backoff: "exponential", initialMs: 1000 },
          timeoutMs: 30000,
        },
        {
          id: "tell",
          type: "email.send",
          needs: ["ask"],
          with: {
            to: email,
            subject: "This morning: {{ steps.ask.output.status }}",
            text: "The other system answered with status {{ steps.ask.output.status }}.",
          },
        },
      ],
    },
  },
  {
    id: "follow-up",
    icon: "manual",
    title: "Write to a customer and follow up",
    summary: "You fill in a name and an address; it writes at once and again after two days.",
    definition: {
      schemaVersion: 1,
      name: "Write to a customer and follow up",
      trigger: {
        type: "manual",
        fields: [
          { name: "name", label: "Customer", type: "text", required: true },
          { name: "email", label: "E-mail", type: "email", required: true },
        ],
      },
      steps: [
        {
          id: "hello",
          type: "email.send",
          with: {
            to: "{{ trigger.input.email }}",
            subject: "Thank you, {{ trigger.input.name }}",
            text: "Dear {{ trigger.input.name }},\n\nthank you for your order.",
          },
        },
        { id: "wait", type: "delay", needs: ["hello"], with: { for: "2d" } },
        {
          id: "again",
          type: "email.send",
          needs: ["wait"],
          with: {
            to: "{{ trigger.input.email }}",
            subject: "Is everything all right, {{ trigger.input.name }}?",
            text: "Dear {{ trigger.input.name }},\n\nif anything is missing, just answer this mail.",
          },
        },
      ],
    },
  },
  {
    id: "blank",
    icon: "blank",
    title: "Blank",
    summary: "One step that builds a value, started by hand.",
    definition: {
      schemaVersion: 1,
      name: "New workflow",
      trigger: { type: "manual", fields: [] },
      steps: [{ id: "first", type: "transform", with: { value: { hello: "world" } } }],
    },
  },
];
