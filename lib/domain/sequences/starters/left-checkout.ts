import { SequenceDefinition } from "@/lib/domain/sequences/definition";

/** After a checkout that was left: two reminders at most, none after the order. */
export const leftCheckout = SequenceDefinition.parse({
  schemaVersion: 1,
  name: "Remind of a checkout that was left",
  description: "Reminds who left a checkout after four hours and once more after two days.",
  category: "lifecycle",
  entry: { event: "checkout.left", consent: "opt-in", reentry: "after-end" },
  goal: { event: "order.placed" },
  steps: [
    {
      key: "four-hours-later",
      type: "mail",
      when: { after: "4h" },
      content: {
        subject: "Your things are still here",
        preview: "Nothing is lost; go on where you stopped.",
        body: `# Your things are still here

You left before the order was complete. Everything you chose is kept.

If something did not work, answer this mail and we look into it.`,
      },
    },
    {
      key: "two-days-later",
      type: "mail",
      when: { day: 2, at: "10:00" },
      content: {
        subject: "Shall we keep it for you?",
        preview: "The last time we ask.",
        body: `# Shall we keep it for you?

What you chose is still there. This is the last time we remind you of it.`,
      },
    },
  ],
});
