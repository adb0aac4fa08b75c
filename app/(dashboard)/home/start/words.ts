import type { Route } from "next";
import type { Item } from "@/lib/domain/onboarding/schema";

/** The checklist in people's words: what is done, why, and where it is done. */
export const ITEMS: Record<Item, { title: string; why: string; href: Route }> = {
  account: { title: "Create your account", why: "You are in.", href: "/settings" },
  webhook: {
    title: "Receive a webhook",
    why: "Point a shop, a payment provider or your own system at a workflow's address.",
    href: "/workflows",
  },
  publish: {
    title: "Publish a workflow",
    why: "Start from a template; nothing runs before you publish.",
    href: "/templates",
  },
  run: {
    title: "See a run of your own succeed",
    why: "Every step is kept, with what went in and what came out.",
    href: "/runs",
  },
  invite: {
    title: "Invite a colleague",
    why: "Failures and questions then reach more than one person.",
    href: "/settings/members",
  },
};
