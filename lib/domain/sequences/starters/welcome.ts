import { SequenceDefinition } from "@/lib/domain/sequences/definition";

/** After a customer's sign-up: hello, how to get an answer, one look back. Ends with the first order. */
export const welcome = SequenceDefinition.parse({
  schemaVersion: 1,
  name: "Welcome new customers",
  description: "Greets who signed up, tells where help is, and asks once before it goes quiet.",
  category: "lifecycle",
  entry: { event: "customer.signed_up", consent: "opt-in" },
  goal: { event: "order.placed" },
  steps: [
    {
      key: "hello",
      type: "mail",
      when: { day: 0 },
      content: {
        subject: "Good to have you here",
        preview: "A few words from us, and where to find help.",
        body: `# Hello {{ person.firstName }}

Thank you for signing up with {{ tenant.name }}.

If you have a question before your first order, answer this mail. A person reads it.`,
      },
    },
    {
      key: "what-people-like",
      type: "mail",
      when: { day: 3, at: "10:00" },
      content: {
        subject: "What others begin with",
        preview: "Three things our customers choose first.",
        body: `# What others begin with

Our customers often begin with these:

- your best seller
- what goes well with it
- a present that always fits

Tell us what you look for, and we help you to choose.`,
      },
    },
    {
      key: "a-question",
      type: "mail",
      when: { day: 10, at: "10:00" },
      content: {
        subject: "Is something missing?",
        preview: "One sentence is enough.",
        body: `# Is something missing?

You signed up ten days ago and have not ordered yet. If there is a reason, one sentence as an answer to this mail helps us a lot.`,
      },
    },
  ],
});
