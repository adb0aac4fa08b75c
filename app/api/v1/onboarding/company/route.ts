import { route } from "@/lib/api/route";
import { saveCompany } from "@/lib/domain/onboarding/move";
import { CompanyStep, Onboarding } from "@/lib/domain/onboarding/schema";

export const PUT = route(
  {
    summary: "Say what the company is and does",
    access: "tenant:write",
    body: CompanyStep,
    output: Onboarding,
  },
  ({ caller, body }) => saveCompany(caller, body),
);
