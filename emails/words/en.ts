/** Every sentence of ours in a mail, English. Other languages have the same keys; the compiler holds them equal. */
export const en = {
  fallback: "If the button does not work, open this address:",
  workspace: "Workspace",
  workflow: "Workflow",
  worksFor: (time: string) => `The link works for ${time}, once.`,
  unsubscribe: "Unsubscribe from these mails",
  preferences: "Choose which mails you get",
  basis: {
    "opt-in": (from: string) => `You get this mail because you agreed to mails from ${from}.`,
    "soft-opt-in": (from: string) =>
      `You get this mail because you signed up with ${from} and did not object.`,
    contract: (from: string) => `You get this mail because you are a customer of ${from}.`,
    unknown: (from: string) => `You get this mail because ${from} has you among its contacts.`,
  },
  confirmEmail: {
    subject: "Confirm your e-mail address",
    preview: (email: string) => `One click and ${email} is confirmed.`,
    note: "Was it not you who signed up? Then ignore this mail; nothing happens without the confirmation.",
    text: (email: string) => `Confirm that ${email} is yours to finish the sign-up.`,
    button: "Confirm e-mail address",
    code: "Or type this code where you signed up:",
  },
  invitation: {
    subject: (inviter: string, tenant: string) => `${inviter} invites you to ${tenant}`,
    preview: (tenant: string, brand: string) => `Join ${tenant} on ${brand}.`,
    note: (inviter: string) =>
      `Do you not know ${inviter}? Then ignore this mail; nobody joins without accepting.`,
    text: (inviter: string, tenant: string, brand: string) =>
      `${tenant} uses ${brand} to run its back office. Accept to work there with ${inviter}.`,
    role: "Your role",
    expires: "Open until",
    button: "Accept the invitation",
  },
  magicLink: {
    subject: (brand: string) => `Your link to sign in to ${brand}`,
    preview: (email: string) => `Sign in as ${email}.`,
    note: "Did you not ask for this? Then ignore this mail, and do not pass the link on: it opens your account.",
    title: (brand: string) => `Sign in to ${brand}`,
    text: (email: string) => `This link signs you in as ${email}.`,
    code: "Or type this code where you asked for it:",
  },
  resetPassword: {
    subject: "Reset your password",
    preview: (email: string) => `Choose a new password for ${email}.`,
    note: "Did you not ask for this? Then ignore this mail; your password stays as it is.",
    text: (email: string) => `Somebody, probably you, asked for a new password for ${email}.`,
    button: "Choose a new password",
  },
  approval: {
    subject: (title: string) => `Decide: ${title}`,
    again: (title: string) => `Still undecided: ${title}`,
    preview: (tenant: string, deadline: string) =>
      `${tenant} needs your decision until ${deadline}.`,
    previewAgain: (since: string) => `Nobody has decided since ${since}; now you are asked.`,
    textAgain: (since: string) => `Nobody has decided this since ${since}, so it comes to you.`,
    note: (workflow: string, tenant: string) =>
      `You get this mail because “${workflow}” of ${tenant} asks you to decide. The link is yours: who has it can decide in your name.`,
    noteAgain: (workflow: string, tenant: string) =>
      `You get this mail because “${workflow}” of ${tenant} asks you when others do not decide. The link is yours: who has it can decide in your name.`,
    deadline: "Open until",
    button: "Look and decide",
    otherwise: {
      reject: "If nobody decides by then, it is rejected.",
      approve: "If nobody decides by then, it is approved.",
      fail: "If nobody decides by then, the run stops with an error.",
    },
  },
  workflowFailed: {
    subject: (workflow: string) => `Failed: ${workflow}`,
    state: "✕ Run failed",
    step: (step: string) => `The step “${step}” failed and is not tried again:`,
    run: "A run failed and is not tried again:",
    note: (tenant: string) =>
      `You get this mail because you administer ${tenant}. The next one about this cause comes an hour later at the earliest.`,
    button: "See what failed",
    failedAt: "Failed at",
    id: "Run",
  },
  notification: {
    note: (tenant: string) => `You get this mail as a member of ${tenant}.`,
    button: "Open it",
    inbox: "Open the inbox",
    choose: "Choose what you are told by mail",
    count: (count: number) => `${count} ${count === 1 ? "notification" : "notifications"}`,
    subject: (count: number, tenant: string) =>
      `${count} ${count === 1 ? "notification" : "notifications"} from ${tenant}`,
  },
  workflowMessage: {
    note: (tenant: string) => `Sent by ${tenant} with Steward.`,
  },
};
