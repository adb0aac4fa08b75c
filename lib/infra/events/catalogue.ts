import { eventType } from "inngest";
import { z } from "zod";

const tenantId = z.uuid();
/** Where an event comes from; log lines and spans of everything it causes carry it. */
const trace = z
  .object({ requestId: z.string().optional(), traceparent: z.string().optional() })
  .optional();

/** Every event of the house. Payloads carry ids, never rows. Names are `room/noun.past-tense`. */
export const userConfirmed = eventType("accounts/user.confirmed", {
  schema: z.object({ tenantId, userId: z.uuid(), trace }),
});
export const invitationCreated = eventType("tenants/invitation.created", {
  schema: z.object({ tenantId, invitationId: z.uuid(), trace }),
});
/** An auth mail that Supabase Auth asked us to send; the rendered mail waits in the mail ledger. */
export const mailQueued = eventType("mail/mail.queued", {
  schema: z.object({ tenantId: tenantId.nullable(), mailId: z.uuid(), trace }),
});
/** `notBefore`: the run has begun, and the next attempt of its step is due then. */
export const runRequested = eventType("workflows/run.requested", {
  schema: z.object({
    tenantId,
    runId: z.uuid(),
    workflowId: z.uuid(),
    priority: z.int(),
    notBefore: z.iso.datetime().optional(),
    trace,
  }),
});
export const runCancelled = eventType("workflows/run.cancelled", {
  schema: z.object({ tenantId, runId: z.uuid(), trace }),
});
/** Something a step waits for was decided; the step reads what, and how, where it is kept. Sent more than once does no harm. */
export const waitResolved = eventType("workflows/wait.resolved", {
  schema: z.object({ tenantId, runId: z.uuid(), key: z.string().max(255), trace }),
});
/** The time to ask further people has come for a question nobody has decided. */
export const approvalEscalated = eventType("approvals/approval.escalated", {
  schema: z.object({ tenantId, approvalId: z.uuid(), trace }),
});
export const eventReceived = eventType("events/event.received", {
  schema: z.object({ tenantId, eventId: z.uuid(), trace }),
});
/** The first failure of a cause within an hour; people are told. */
export const groupFailed = eventType("dead-letters/group.failed", {
  schema: z.object({ tenantId, letterId: z.uuid(), trace }),
});
/** People have notifications whose time to be mailed has come. Sent more than once does no harm. */
export const notificationsDue = eventType("notifications/mail.due", {
  schema: z.object({ tenantId, userIds: z.array(z.uuid()).max(1000), trace }),
});
/** A post to the tenant's Slack channel waits in its ledger. */
export const slackPostQueued = eventType("notifications/post.queued", {
  schema: z.object({ tenantId, postId: z.uuid(), trace }),
});
/** The first look in a row that found a live trigger in trouble. */
export const triggerBroken = eventType("workflows/trigger.broken", {
  schema: z.object({ tenantId, workflowId: z.uuid(), trace }),
});
/** A schedule started its workflow late, or `missed` of its times passed without a run. */
export const scheduleLate = eventType("workflows/schedule.late", {
  schema: z.object({
    tenantId,
    workflowId: z.uuid(),
    scheduledAt: z.iso.datetime(),
    missed: z.int(),
    trace,
  }),
});
/** Somebody accepted an invitation. */
export const memberJoined = eventType("tenants/member.joined", {
  schema: z.object({ tenantId, userId: z.uuid(), invitationId: z.uuid(), trace }),
});
export const bulkActionRequested = eventType("bulk-actions/action.requested", {
  schema: z.object({ tenantId, actionId: z.uuid(), trace }),
});
/** A workflow was published or resumed: its trigger is looked at. */
export const triggerChanged = eventType("workflows/trigger.changed", {
  schema: z.object({ tenantId, workflowId: z.uuid(), trace }),
});
/** A polling workflow's time has come; `lease` is the right to ask once. */
export const pollDue = eventType("workflows/poll.due", {
  schema: z.object({ tenantId, workflowId: z.uuid(), lease: z.uuid(), trace }),
});
/** A run ended that other workflows follow. */
export const runFollowed = eventType("workflows/run.followed", {
  schema: z.object({ tenantId, runId: z.uuid(), trace }),
});
/** The first run of a tenant's own that ever succeeded. */
export const runSucceededFirst = eventType("workflows/run.succeeded-first", {
  schema: z.object({ tenantId, runId: z.uuid(), trace }),
});
/** Nothing of a workflow that failed is left to be dealt with, while people are still reminded of it. */
export const workflowRecovered = eventType("dead-letters/workflow.recovered", {
  schema: z.object({ tenantId, workflowId: z.uuid(), trace }),
});
/** A trial ends in a week. */
export const trialEnding = eventType("plans/trial.ending", {
  schema: z.object({ tenantId, trace }),
});
/** A tenant left the trial for a plan. */
export const planChosen = eventType("plans/plan.chosen", {
  schema: z.object({ tenantId, trace }),
});
/** A month is over in which the tenant had runs; `month` is YYYY-MM. */
export const monthCounted = eventType("metrics/month.counted", {
  schema: z.object({ tenantId, month: z.string().regex(/^\d{4}-\d\d$/), trace }),
});
/** An accepted event of a tenant that means something to one of its sequences. */
export const sequenceEventHeard = eventType("sequences/event.heard", {
  schema: z.object({ tenantId, eventId: z.uuid(), trace }),
});
/** The time has come to look at some people in sequences. */
export const sequenceBatchDue = eventType("sequences/batch.due", {
  schema: z.object({ tenantId, enrolmentIds: z.array(z.uuid()).min(1).max(200), trace }),
});

/** A person finished a step of the wizard, or an item of the checklist was done (`step` names either); once each. */
export const onboardingStepCompleted = eventType("onboarding/step.completed", {
  schema: z.object({ tenantId, userId: z.uuid(), step: z.string().max(60), trace }),
});
/** Everything on the person's checklist is done; told once. */
export const onboardingCompleted = eventType("onboarding/completed", {
  schema: z.object({ tenantId, userId: z.uuid(), trace }),
});
/** A person has not moved for three days; `step` is where the wizard stands, or "end". Told once for each state. */
export const onboardingStalled = eventType("onboarding/stalled", {
  schema: z.object({ tenantId, userId: z.uuid(), step: z.string().max(60), trace }),
});
/** Samples were taken away while some of their runs were under way. */
export const samplesRemoved = eventType("samples/samples.removed", {
  schema: z.object({ tenantId, runIds: z.array(z.uuid()).max(500), trace }),
});
