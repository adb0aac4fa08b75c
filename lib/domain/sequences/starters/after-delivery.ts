import { SequenceDefinition } from "@/lib/domain/sequences/definition";

/** After a delivery: is all well, and later a request for a few words. Ends when something is sent back. */
export const afterDelivery = SequenceDefinition.parse({
  schemaVersion: 1,
  name: "Ask after a delivery",
  description: "Asks whether all is well, and a week later for a few words about it.",
  category: "lifecycle",
  entry: { event: "order.delivered", consent: "soft-opt-in", reentry: "after-end" },
  goal: { event: "review.written" },
  exits: [{ event: "order.returned" }],
  steps: [
    {
      key: "all-well",
      type: "mail",
      when: { day: 2, at: "10:00" },
      content: {
        subject: "Is everything all right with your order?",
        preview: "If not, we put it right.",
        body: `# Is everything all right?

Your order should be with you by now. If something is broken, missing or not what you expected, answer this mail and we put it right.`,
      },
    },
    {
      key: "a-few-words",
      type: "mail",
      when: { day: 9, at: "10:00" },
      content: {
        subject: "How do you like it?",
        preview: "A few words help the next customer.",
        body: `# How do you like it?

A few words about what you bought help the next customer, and us. Answer this mail; whatever you write is read.`,
      },
    },
  ],
});
