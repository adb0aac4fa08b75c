const PROVIDERS: Record<string, string> = {
  shopify: "Shopify",
  stripe: "Stripe",
  generic: "Webhook",
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
      return `Schedule · ${String(trigger.cron ?? "")}`;
    default:
      return "Nothing starts it yet";
  }
};
