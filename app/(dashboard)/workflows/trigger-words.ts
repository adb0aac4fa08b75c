import { scheduleProblems } from "@/lib/domain/workflows/definition/schedule";
import { cronWords } from "@/lib/domain/workflows/triggers/cron-words";

const PROVIDERS: Record<string, string> = {
  shopify: "Shopify",
  stripe: "Stripe",
  generic: "Webhook",
};

/** "0 9 * * 1-5" in words: "at 09:00 on Monday to Friday"; what is no schedule yet stays as it was written. */
const scheduleWords = (cron: string): string => {
  if (scheduleProblems(cron, "UTC").length > 0) return cron;
  const words = cronWords(cron);
  return words.charAt(0).toLowerCase() + words.slice(1);
};

/** What starts a workflow, in a few words; drafts may be incomplete. */
export const triggerWords = (trigger: Record<string, unknown> | null): string => {
  switch (trigger?.type) {
    case "webhook":
      return [PROVIDERS[String(trigger.provider)] ?? "Webhook", trigger.topic]
        .filter(Boolean)
        .join(" · ");
    case "manual":
      return "By hand";
    case "event":
      return `Event · ${String(trigger.name ?? "")}`;
    case "polling":
      return `Polling · ${URL.parse(String(trigger.url ?? ""))?.host ?? ""}`;
    case "workflow":
      return "After another workflow";
    case "schedule":
      return `Schedule · ${scheduleWords(String(trigger.cron ?? ""))}`;
    default:
      return "Nothing starts it yet";
  }
};
