/** Words of ours that explain themselves, each with the article that says more. */
export const TERMS = {
  workflow: { slug: "workflows", text: "A trigger and the steps that follow it by themselves." },
  run: { slug: "runs", text: "One execution of one version of a workflow." },
  "dead letter": {
    slug: "dead-letters",
    text: "A run that failed for good and is kept until somebody deals with it.",
  },
  digest: {
    slug: "notification-settings",
    text: "Several notifications in one mail, once a day or week.",
  },
} as const;

export type TermName = keyof typeof TERMS;
