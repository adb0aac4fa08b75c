import { escalate } from "@/inngest/approvals/escalate";
import { performBulkAction } from "@/inngest/bulk-actions/perform-action";
import { tellFailure } from "@/inngest/dead-letters/tell-failure";
import { dispatchReceived } from "@/inngest/events/dispatch";
import { sendQueuedMail } from "@/inngest/mail/send";
import { postSlack } from "@/inngest/notifications/post-slack";
import { sendNotifications } from "@/inngest/notifications/send-mail";
import { sweepNotifications } from "@/inngest/notifications/sweep";
import { tellNews } from "@/inngest/notifications/tell-news";
import { begin } from "@/inngest/onboarding/begin";
import { sweepOnboarding } from "@/inngest/onboarding/sweep";
import { ensurePartitions } from "@/inngest/platform/ensure-partitions";
import { rollUpMetrics } from "@/inngest/platform/roll-up-metrics";
import { sweepOutbox } from "@/inngest/platform/sweep-outbox";
import { indexRuns } from "@/inngest/runs/index-words";
import { cleanUpSamples } from "@/inngest/samples/clean-up";
import { advancePeople } from "@/inngest/sequences/advance";
import { hearReceived } from "@/inngest/sequences/hear";
import { hearProduct } from "@/inngest/sequences/hear-product";
import { sweepSequences } from "@/inngest/sequences/sweep";
import { sendInvitation } from "@/inngest/tenants/send-invitation";
import { cancelChildren } from "@/inngest/waits/cancel-children";
import { sweepWaits } from "@/inngest/waits/sweep";
import { poll } from "@/inngest/workflows/poll";
import { probeTrigger } from "@/inngest/workflows/probe-trigger";
import { runWorkflow } from "@/inngest/workflows/run";
import { startFollowing } from "@/inngest/workflows/start-following";
import { startScheduled } from "@/inngest/workflows/start-scheduled";

/** Every durable function that is served. */
export const functions = [
  advancePeople,
  begin,
  cleanUpSamples,
  cancelChildren,
  dispatchReceived,
  ensurePartitions,
  hearProduct,
  hearReceived,
  indexRuns,
  performBulkAction,
  escalate,
  poll,
  postSlack,
  probeTrigger,
  rollUpMetrics,
  runWorkflow,
  sendInvitation,
  sendNotifications,
  sendQueuedMail,
  startFollowing,
  startScheduled,
  sweepNotifications,
  sweepOnboarding,
  sweepOutbox,
  sweepSequences,
  sweepWaits,
  tellFailure,
  tellNews,
];
