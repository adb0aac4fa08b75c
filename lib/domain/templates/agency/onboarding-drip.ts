import { defineTemplate } from "@/lib/domain/templates/template";

/** Mails after a sign-up that stop when they are not needed. */
export const onboardingDrip = defineTemplate({
  id: "onboarding-drip",
  title: "Welcome new customers",
  why: "Who gets going in the first week stays; who has got going needs no tips.",
  outcome: "The customer has a welcome, and a tip only when nothing was used within two days.",
  industries: ["agency", "commerce"],
  uses: ["crm"],
  popularity: 4,
  needs: [
    { name: "company", label: "Your company", type: "text", default: "us" },
    { name: "guide", label: "First steps page", type: "url" },
  ],
  build: ({ company, guide }) => {
    const to = "{{ trigger.event.data.email }}";
    return {
      trigger: { type: "event", name: "customer.signed_up" },
      steps: [
        {
          id: "welcome",
          type: "email.send",
          with: {
            to,
            subject: `Welcome to ${company}, {{ trigger.event.data.name }}`,
            text: `Your first steps: ${guide}`,
          },
        },
        {
          id: "used",
          name: "Wait for the first use",
          type: "event.wait",
          needs: ["welcome"],
          with: {
            event: "customer.active",
            if: "event.data.email == trigger.event.data.email",
            since: "run start",
            timeout: "2d",
            onTimeout: "continue",
          },
        },
        {
          id: "tip",
          type: "email.send",
          needs: ["used"],
          when: "steps.used.output.timedOut",
          with: { to, subject: "One thing to try first", text: `Most people begin here: ${guide}` },
        },
        {
          id: "praise",
          type: "email.send",
          needs: ["used"],
          when: "!steps.used.output.timedOut",
          with: {
            to,
            subject: "You are on your way",
            text: "That was the first one. Answer this mail with any question.",
          },
        },
      ],
    };
  },
  sample: { name: "Ada", email: "ada@example.com" },
});
