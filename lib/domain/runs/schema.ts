import { z } from "zod";
import { Page, PageQuery } from "@/lib/core/page";

const RunStatus = z.enum(["queued", "running", "waiting", "succeeded", "failed", "cancelled"]);

const StepStatus = z.enum([
  "pending",
  "running",
  "waiting",
  "succeeded",
  "failed",
  "skipped",
  "cancelled",
]);

const TriggerKind = z.enum(["webhook", "manual", "event", "schedule"]);

const RunError = z.object({ code: z.string(), message: z.string(), stepId: z.string().optional() });
const instant = z.iso.datetime();

/** A run in lists. Times are ISO 8601 UTC; durationMs is from queued to ended. */
export const RunItem = z.object({
  id: z.uuid(),
  workflowId: z.uuid(),
  workflowName: z.string(),
  version: z.int(),
  status: RunStatus,
  triggerKind: TriggerKind,
  stepsTotal: z.int(),
  stepsDone: z.int(),
  error: RunError.nullable(),
  isDemo: z.boolean(),
  queuedAt: instant,
  startedAt: instant.nullable(),
  endedAt: instant.nullable(),
  durationMs: z.number().nullable(),
});
export type RunItem = z.infer<typeof RunItem>;

const Attempt = z.object({
  n: z.int(),
  startedAt: z.string(),
  endedAt: z.string().optional(),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
});

const LogLine = z.object({
  at: z.string(),
  attempt: z.int(),
  message: z.string(),
  data: z.unknown().optional(),
});

/**
 * One step of a run; `attempts` counts, `attemptLog` tells of each that could have an effect. `reused`: the end was taken
 * over from an earlier run. `waitsUntil`: while it waits, when it goes on at the latest. `items`: progress of a for-each.
 */
export const RunStep = z.object({
  id: z.string(),
  name: z.string().nullable(),
  type: z.string(),
  needs: z.array(z.string()),
  position: z.int(),
  status: StepStatus,
  attempts: z.int(),
  attemptLog: z.array(Attempt),
  input: z.unknown(),
  output: z.unknown(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  logs: z.array(LogLine),
  reused: z.boolean(),
  items: z.object({ total: z.int(), done: z.int(), failed: z.int() }).nullable(),
  waitsUntil: instant.nullable(),
  startedAt: instant.nullable(),
  endedAt: instant.nullable(),
});
export type RunStep = z.infer<typeof RunStep>;

export const RunDetail = RunItem.extend({
  trigger: z.unknown(),
  triggerRef: z.string().nullable(),
  replayOf: z.uuid().nullable(),
  requestId: z.string().nullable(),
  steps: z.array(RunStep),
});
export type RunDetail = z.infer<typeof RunDetail>;

/** `failed` or `failed,cancelled`, as often as one likes. */
const statuses = z
  .array(z.string().max(80))
  .max(6)
  .refine((values) => statusesOf(values).every((value) => RunStatus.safeParse(value).success), {
    message: `One or more of ${RunStatus.options.join(", ")}.`,
  });

/** The single statuses of a query. */
export const statusesOf = (values: readonly string[]): string[] =>
  values.flatMap((value) => value.split(","));

/** Query of the run list; `status` may repeat or be comma-separated, `from` and `to` bound when the run was queued. */
export const RunQuery = PageQuery.extend({
  workflowId: z.uuid().optional(),
  status: statuses.optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  trigger: TriggerKind.optional(),
});
export type RunQuery = z.infer<typeof RunQuery>;

export const RunPage = Page(RunItem);

/** Body of a replay; without a version the run's own is used. */
export const ReplayInput = z.strictObject({ version: z.enum(["same", "latest"]).default("same") });
export type ReplayInput = z.infer<typeof ReplayInput>;

/** Body of a manual start; `trigger` stands in for the body, event or time of workflows that are not started by hand. */
export const StartInput = z.strictObject({
  input: z.record(z.string(), z.unknown()).default({}),
  trigger: z.record(z.string(), z.unknown()).optional(),
});
export type StartInput = z.infer<typeof StartInput>;

export const Started = z.object({ runId: z.uuid() });
