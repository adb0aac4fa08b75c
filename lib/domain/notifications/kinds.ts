import type { Channel, Choices, NotificationKind } from "@/lib/domain/notifications/schema";

type KindFacts = {
  title: string;
  /** Who is told of what, in one sentence. */
  summary: string;
  /** The default of each channel; one that is missing is not offered. */
  channels: Partial<Record<Channel, boolean>>;
};

/** Everything the product tells people of, in the order in which it is shown. */
export const KINDS: Record<NotificationKind, KindFacts> = {
  "run.failed": {
    title: "A run failed",
    summary: "Admins and owners, once for each cause within an hour.",
    channels: { inApp: true, email: true, slack: true },
  },
  "approval.waiting": {
    title: "A question waits for you",
    summary: "Who may decide it. The question itself always comes by mail too.",
    channels: { inApp: true, slack: true },
  },
  "trigger.broken": {
    title: "A workflow is not live",
    summary: "Admins and owners, when a published trigger cannot start its workflow.",
    channels: { inApp: true, email: true, slack: true },
  },
  "schedule.late": {
    title: "A schedule was late",
    summary: "Admins and owners, when a run started late or its time was missed.",
    channels: { inApp: true, email: false, slack: false },
  },
  "member.joined": {
    title: "Somebody joined",
    summary: "Admins and owners, when an invitation is accepted.",
    channels: { inApp: true, email: false, slack: false },
  },
  "onboarding.completed": {
    title: "Set-up is done",
    summary: "Whoever finished the first steps.",
    channels: { inApp: true, email: false },
  },
  "workflow.message": {
    title: "A workflow tells you something",
    summary: "Whom a notify step names, through the channels it names; Slack as the step says.",
    channels: { inApp: true, email: true },
  },
};

/** Whether a person wants a kind through a channel; false where it is not offered. */
export const wants = (choices: Choices, kind: NotificationKind, channel: Channel): boolean => {
  const byDefault = KINDS[kind].channels[channel];
  return byDefault !== undefined && (choices[kind]?.[channel] ?? byDefault);
};
