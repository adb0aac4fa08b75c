import type { Industry } from "@/lib/domain/templates/schema";

export const INDUSTRIES: Record<Industry, string> = {
  commerce: "Commerce",
  hospitality: "Hospitality",
  payroll: "Payroll and billing",
  agency: "Agencies",
};

export const TRIGGERS = {
  webhook: "A shop or payment",
  event: "An event",
  schedule: "A schedule",
  manual: "A click",
};
