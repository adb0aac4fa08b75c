import { defineTemplate } from "@/lib/domain/templates/template";

/** The smallest thing a webhook can lead to, whoever sends it: a beginning to build on. */
export const anyWebhook = defineTemplate({
  id: "any-webhook",
  title: "Tell me when a webhook arrives",
  why: "A system that can send JSON should be heard without a program of its own.",
  outcome: "Each delivery is kept as it came, and a mail shows what it carried.",
  industries: ["commerce", "hospitality", "payroll", "agency"],
  uses: ["webhooks"],
  popularity: 1,
  needs: [{ name: "team", label: "Who is told", type: "email" }],
  sample: { id: "S-1", type: "sample.sent", note: "This could be anything." },
  build: ({ team }) => ({
    trigger: { type: "webhook", provider: "generic" },
    steps: [
      {
        id: "tell",
        name: "Tell what arrived",
        type: "email.send",
        with: {
          to: team,
          subject: "A webhook has arrived",
          text: "It carried:\n\n{{ json(trigger.body) }}",
        },
      },
    ],
  }),
});
