import { SequenceDefinition } from "@/lib/domain/sequences/definition";

/** For customers who have not ordered for long: twice, then quiet. Ends with an order. */
export const winBack = SequenceDefinition.parse({
  schemaVersion: 1,
  name: "Win back quiet customers",
  description: "Writes twice to customers who have not ordered for a long time, and then no more.",
  category: "lifecycle",
  entry: { event: "customer.quiet", consent: "soft-opt-in", reentry: "after-end" },
  goal: { event: "order.placed" },
  steps: [
    {
      key: "what-is-new",
      type: "mail",
      when: { day: 0, at: "10:00" },
      content: {
        subject: "What is new at {{ tenant.name }}",
        preview: "It has been a while.",
        body: `# It has been a while

A few things have changed since your last order:

- what is new
- what is back
- what costs less now`,
      },
    },
    {
      key: "last-question",
      type: "mail",
      when: { day: 14, at: "10:00" },
      content: {
        subject: "May we go on writing to you?",
        preview: "If not, this is the last mail of this kind.",
        body: `# May we go on writing to you?

We have not heard from you for a long time. If you do nothing, this is the last mail of this kind.`,
      },
    },
  ],
});
