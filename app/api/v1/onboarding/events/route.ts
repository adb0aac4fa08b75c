import { route } from "@/lib/api/route";
import { moveOnboarding } from "@/lib/domain/onboarding/move";
import { Onboarding, OnboardingEvents } from "@/lib/domain/onboarding/schema";

/** Repeating it changes nothing. */
export const POST = route(
  {
    summary: "Move on in your onboarding",
    access: "onboarding:use",
    body: OnboardingEvents,
    output: Onboarding,
  },
  ({ caller, body }) => moveOnboarding(caller, body),
);
