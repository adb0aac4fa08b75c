import { z } from "zod";
import { Page, PageQuery } from "@/lib/core/page";

export const RunStatus = z.enum([
  "queued",
  "running",
  "waiting",
  "succeeded",
  "failed",
  "cancelled",
]);

const StepStatus = z.enum([
  "pending",
  "running",
  "waiting",
  "succeeded",
  "failed",
  "skipped",
  "cancelled",
]);

const TriggerKind = z.enum(["webhook", "manual", "event", "schedule", "polling", "workflow"]);
export type TriggerKind = z.infer<typeof TriggerKind>;

const RunError = z.object({ code: z.string(), message: z.string(), stepId: z.string().optional() });
const instant = z.iso.datetime();

/**
 * A run in lists. Times are ISO 8601 UTC; durationMs is from queued to ended. `externalId` is the key people know it by: the
 * Shopify order's name, the Stripe object's id, else the id or reference of what started it.
 */
export const RunItem = z.object({
  id: z.uuid(),
  workflowId: z.uuid(),
  workflowName: z.string(),
  version: z.int(),
  status: RunStatus,
  triggerKind: TriggerKind,
  externalId: z.string().nullable(),
  replayOf: z.uuid().nullable(),
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
  /** The run this step started. */
  childRunId: z.uuid().nullable(),
  /** Which values are only shown in part here; the step by itself has them whole. */
  cut: z.array(z.enum(["input", "output"])),
});
export type RunStep = z.infer<typeof RunStep>;

/** The step of another run that started a run; the workflow is null when that run's history is over. */
const ParentRun = z.object({
  runId: z.uuid(),
  stepId: z.string(),
  workflowId: z.uuid().nullable(),
  workflowName: z.string().nullable(),
});

/** A run with its steps; `keptUntil`: its history stays at least until then. `parent`: the run that started it, if one did. */
export const RunDetail = RunItem.extend({
  keptUntil: instant,
  parent: ParentRun.nullable(),
  trigger: z.unknown(),
  triggerRef: z.string().nullable(),
  requestId: z.string().nullable(),
  steps: z.array(RunStep),
});
export type RunDetail = z.infer<typeof RunDetail>;

const ItemStatus = z.enum(["running", "waiting", "succeeded", "failed", "cancelled"]);

/**
 * One item of a for-each step. `input` is the item as people see it, cut at 2 KiB; `output` what the body's last step gave;
 * `error.stepId` the step of the body that failed; `dueAt` when a waiting one is tried again.
 */
export const StepItem = z.object({
  index: z.int(),
  key: z.string(),
  status: ItemStatus,
  attempts: z.int(),
  input: z.unknown(),
  output: z.unknown(),
  error: RunError.nullable(),
  dueAt: instant.nullable(),
  startedAt: instant,
  endedAt: instant.nullable(),
});
export type StepItem = z.infer<typeof StepItem>;

/** Query of a step's items, by place. */
export const StepItemQuery = PageQuery.extend({ status: ItemStatus.optional() });
export type StepItemQuery = z.infer<typeof StepItemQuery>;

export const StepItemPage = Page(StepItem);

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

const filter = {
  workflowId: z.uuid().optional(),
  status: statuses.optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  trigger: TriggerKind.optional(),
  version: z.coerce.number().int().min(1).max(2_147_483_647).optional(),
  errorCode: z.string().min(1).max(100).optional(),
  replayOf: z.uuid().optional(),
  q: z.string().trim().min(1).max(200).optional(),
  externalId: z.string().min(1).max(200).optional(),
  minDurationMs: z.coerce.number().int().min(1).max(31_622_400_000).optional(),
};

/**
 * Which runs; `status` may repeat or be comma-separated, `from` and `to` bound when the run was queued. `q`: every word or
 * its beginning is in the workflow's name, the trigger's values or the error; or it is the id of a run. `externalId`:
 * exactly this key, such as an order's name or id.
 */
export const RunFilter = z.strictObject(filter);
export type RunFilter = z.infer<typeof RunFilter>;

/**
 * A page may hold fewer runs than `limit` before the last one: what is rare is looked for piece by piece. Newest first unless
 * `order` says otherwise; what is searched by words or key always comes newest first.
 */
export const RunQuery = PageQuery.extend({
  ...filter,
  order: z.enum(["newest", "oldest"]).optional(),
});
export type RunQuery = z.infer<typeof RunQuery>;

export const RunPage = Page(RunItem);

/** Query of an export: the list's filters and order, and the kind of file. */
export const RunExportQuery = RunQuery.omit({ limit: true, cursor: true, fields: true }).extend({
  format: z.enum(["csv", "json"]).default("csv"),
});
export type RunExportQuery = z.infer<typeof RunExportQuery>;

const LISTED = 200;
const isIds = (values: string[]) => {
  const ids = values.flatMap((value) => value.split(","));
  return ids.length <= LISTED && ids.every((id) => z.uuid().safeParse(id).success);
};

/** `since` is the newest run that is shown; `ids`, comma-separated or repeated, at most 200, are asked after. */
export const RunChangesQuery = z.object({
  ...filter,
  since: z.uuid(),
  ids: z
    .array(z.string().max(8000))
    .max(LISTED)
    .refine(isIds, { message: `At most ${LISTED} ids of runs.` })
    .optional(),
});
export type RunChangesQuery = z.infer<typeof RunChangesQuery>;

/** `fresh` new runs pass the filter, `isMore` when more than that; `newest` is the newest of them; `runs` are those asked after. */
export const RunChanges = z.object({
  fresh: z.int(),
  isMore: z.boolean(),
  newest: z.uuid().nullable(),
  runs: z.array(RunItem),
});
export type RunChanges = z.infer<typeof RunChanges>;

/** The version a replay takes: the run's own or the newest. */
export const ReplayVersion = z.enum(["same", "latest"]).default("same");

/**
 * Body of a replay. Without a version the run's own is used; with `from` only that step and what comes after it is
 * performed again; `input` replaces the trigger.
 */
export const ReplayInput = z.strictObject({
  version: ReplayVersion,
  from: z.string().min(1).max(60).optional(),
  input: z.record(z.string(), z.unknown()).optional(),
});
export type ReplayInput = z.infer<typeof ReplayInput>;

/** Body of a manual start; `trigger` stands in for the body, event or time of workflows that are not started by hand. */
export const StartInput = z.strictObject({
  input: z.record(z.string(), z.unknown()).default({}),
  trigger: z.record(z.string(), z.unknown()).optional(),
});
export type StartInput = z.infer<typeof StartInput>;

export const Started = z.object({ runId: z.uuid() });
