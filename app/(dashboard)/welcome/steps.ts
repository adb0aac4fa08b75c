import { send } from "@/app/_ui/http/send";
import type { OnboardingEvents, Source, Step } from "@/lib/domain/onboarding/schema";

/** The steps of the wizard in people's words. */
export const STEPS: Record<Step, { short: string; title: string; summary: string }> = {
  company: {
    short: "Company",
    title: "Your company",
    summary:
      "Decides which templates and samples you are offered, and in which zone times are read.",
  },
  source: {
    short: "Events",
    title: "Where do your events come from?",
    summary: "Point a webhook at Steward, or see it at work with sample data first.",
  },
  workflow: {
    short: "Workflow",
    title: "Your first workflow",
    summary: "It is published at once and can be changed at any time.",
  },
  watch: {
    short: "Run",
    title: "See it run",
    summary: "Each run is shown live, step by step, and kept.",
  },
};

export const SOURCES: Record<Source, { title: string; about: string }> = {
  samples: {
    title: "Try it with sample data",
    about: "One click, nothing to set up. Removed completely whenever you like.",
  },
  shopify: { title: "Shopify", about: "Orders, refunds and carts, signed by your shop." },
  stripe: { title: "Stripe", about: "Payments, invoices and disputes, signed by Stripe." },
  generic: { title: "Another system", about: "Anything that can send JSON by webhook." },
};

export const move = (events: OnboardingEvents["events"]) =>
  send("POST", "/api/v1/onboarding/events", { body: { events } });
