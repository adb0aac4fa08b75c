import { route } from "@/lib/api/route";
import { getOnboarding } from "@/lib/domain/onboarding/get";
import { Onboarding } from "@/lib/domain/onboarding/schema";

export const GET = route(
  { summary: "Show how far you have come", access: "onboarding:use", output: Onboarding },
  ({ caller }) => getOnboarding(caller),
);
