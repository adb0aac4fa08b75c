import { welcome } from "@/inngest/accounts/welcome";
import { performBulkAction } from "@/inngest/bulk-actions/perform-action";
import { dispatchReceived } from "@/inngest/events/dispatch";
import { sendQueuedMail } from "@/inngest/mail/send";
import { ensurePartitions } from "@/inngest/platform/ensure-partitions";
import { rollUpMetrics } from "@/inngest/platform/roll-up-metrics";
import { sweepOutbox } from "@/inngest/platform/sweep-outbox";
import { sendInvitation } from "@/inngest/tenants/send-invitation";
import { runWorkflow } from "@/inngest/workflows/run";
import { startScheduled } from "@/inngest/workflows/start-scheduled";

/** Every durable function that is served. */
export const functions = [
  dispatchReceived,
  ensurePartitions,
  performBulkAction,
  rollUpMetrics,
  runWorkflow,
  sendInvitation,
  sendQueuedMail,
  startScheduled,
  sweepOutbox,
  welcome,
];
