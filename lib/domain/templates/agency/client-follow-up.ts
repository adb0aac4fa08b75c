import { defineTemplate } from "@/lib/domain/templates/template";

/** A mail now and one later, started by hand. */
export const clientFollowUp = defineTemplate({
  id: "client-follow-up",
  title: "Write to a customer and follow up",
  why: "The second mail is the one that is forgotten.",
  outcome: "The customer has a mail at once and another on the day you chose.",
  industries: ["agency", "commerce", "hospitality"],
  uses: [],
  popularity: 3,
  needs: [{ name: "sender", label: "Signed by", type: "text", default: "The team" }],
  build: ({ sender }) => ({
    trigger: {
      type: "manual",
      fields: [
        { name: "name", label: "Customer", type: "text", required: true },
        { name: "email", label: "E-mail", type: "email", required: true },
        { name: "followUpOn", label: "Follow up on", type: "date", required: true },
      ],
    },
    steps: [
      {
        id: "hello",
        type: "email.send",
        with: {
          to: "{{ trigger.input.email }}",
          subject: "Thank you, {{ trigger.input.name }}",
          text: `Dear {{ trigger.input.name }},\n\nthank you for your order.\n\n${sender}`,
        },
      },
      {
        id: "wait",
        type: "delay",
        needs: ["hello"],
        with: { until: "{{ timestamp(trigger.input.followUpOn) }}" },
      },
      {
        id: "again",
        type: "email.send",
        needs: ["wait"],
        with: {
          to: "{{ trigger.input.email }}",
          subject: "Is everything all right, {{ trigger.input.name }}?",
          text: `If anything is missing, just answer this mail.\n\n${sender}`,
        },
      },
    ],
  }),
  sample: { name: "Ada", email: "ada@example.com", followUpOn: "2026-01-15" },
});
