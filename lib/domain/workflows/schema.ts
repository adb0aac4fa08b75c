import { z } from "zod";
import { Page, PageQuery } from "@/lib/core/page";
import { Problem } from "@/lib/domain/workflows/definition/schema";

const instant = z.iso.datetime();

/** A document as people edit it: any JSON object; what is wrong with it is told in `problems`. */
export const Draft = z.record(z.string(), z.unknown());

const WorkflowStatus = z.enum(["draft", "live", "paused", "archived"]);
export type WorkflowStatus = z.infer<typeof WorkflowStatus>;

const TriggerProblem = z.object({ code: z.string(), message: z.string() });

/**
 * Whether the live version's trigger can start runs: true or false after a probe, null while the first one is under way.
 * `problem` says why not. `nextAt` is when a schedule or a poll is due; `lastReceivedAt` when it last had something.
 */
export const TriggerState = z.object({
  type: z.string(),
  live: z.boolean().nullable(),
  problem: TriggerProblem.nullable(),
  probedAt: instant.nullable(),
  lastReceivedAt: instant.nullable(),
  nextAt: instant.nullable(),
});
export type TriggerState = z.infer<typeof TriggerState>;

/**
 * A workflow in lists. `trigger` is the draft's, with whatever fields it has; `triggers` tell of the live version.
 * `runs24h` counts runs queued in the last 24 hours, at most 10,000.
 */
export const WorkflowItem = z.object({
  id: z.uuid(),
  name: z.string(),
  status: WorkflowStatus,
  liveVersion: z.int().nullable(),
  trigger: z.record(z.string(), z.unknown()).nullable(),
  problems: z.array(Problem),
  isDemo: z.boolean(),
  updatedAt: instant,
  lastRun: z.object({ id: z.uuid(), status: z.string(), endedAt: instant.nullable() }).nullable(),
  triggers: z.array(TriggerState),
  nextRunAt: instant.nullable(),
  runs24h: z.object({ total: z.int(), failed: z.int() }),
});
export type WorkflowItem = z.infer<typeof WorkflowItem>;

const Hook = z.object({
  id: z.uuid(),
  url: z.string(),
  scheme: z.string(),
  provider: z.string(),
  topic: z.string().nullable(),
  enabled: z.boolean(),
  secrets: z.array(
    z.object({ id: z.uuid(), hint: z.string(), createdAt: instant, expiresAt: instant.nullable() }),
  ),
});

/** `late` runs began two minutes and more after their time; `missed` times got no run of their own. */
const Schedule = z.object({
  cron: z.string(),
  timeZone: z.string(),
  missed: z.enum(["skip", "run-once"]),
  nextAt: instant,
  lastAt: instant.nullable(),
  lateCount: z.int(),
  lastLateAt: instant.nullable(),
  missedCount: z.int(),
  lastMissedAt: instant.nullable(),
});

export const WorkflowDetail = WorkflowItem.extend({
  draft: Draft,
  hook: Hook.nullable(),
  schedule: Schedule.nullable(),
});
export type WorkflowDetail = z.infer<typeof WorkflowDetail>;

export const WorkflowQuery = PageQuery.extend({
  search: z.string().max(120).optional(),
  status: WorkflowStatus.optional(),
  /** Last changed first, or by name. */
  sort: z.enum(["changed", "name"]).optional(),
});
export type WorkflowQuery = z.infer<typeof WorkflowQuery>;

export const WorkflowPage = Page(WorkflowItem);

export const NewWorkflow = z.strictObject({ definition: Draft });
export type NewWorkflow = z.infer<typeof NewWorkflow>;

/** Documents of several workflows in one file, as they are exported together and imported again. */
export const WorkflowFile = z.strictObject({ workflows: z.array(Draft).min(1).max(200) });
export type WorkflowFile = z.infer<typeof WorkflowFile>;

/** Drafts that an import made, in the order of the file. */
export const ImportedWorkflows = z.object({
  created: z.array(z.object({ id: z.uuid(), name: z.string(), problems: z.int() })),
});
export type ImportedWorkflows = z.infer<typeof ImportedWorkflows>;

/** `updatedAt` is what the editor last saw; when somebody saved since, the change is refused. */
export const WorkflowPatch = z.strictObject({
  definition: Draft.optional(),
  name: z.string().trim().min(1).max(120).optional(),
  updatedAt: instant.optional(),
});
export type WorkflowPatch = z.infer<typeof WorkflowPatch>;

export const PublishInput = z.strictObject({ note: z.string().max(500).default("") });
export type PublishInput = z.infer<typeof PublishInput>;

export const Published = z.object({
  id: z.uuid(),
  version: z.int(),
  hooks: z.array(z.object({ id: z.uuid(), url: z.string(), scheme: z.string() })),
});
export type Published = z.infer<typeof Published>;

/**
 * What a step sees while it is tried out: a trigger and outputs of the steps before it. With `perform` an effect is
 * real: the request is sent, the mail is delivered.
 */
export const TestStepInput = z.strictObject({
  stepId: z.string().max(60),
  trigger: z.record(z.string(), z.unknown()).default({}),
  steps: z.record(z.string(), z.unknown()).default({}),
  perform: z.boolean().default(false),
});
export type TestStepInput = z.infer<typeof TestStepInput>;

export const TestStepResult = z.object({
  input: z.unknown(),
  output: z.unknown(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  performed: z.boolean(),
  logs: z.array(z.string()),
  durationMs: z.number(),
});
export type TestStepResult = z.infer<typeof TestStepResult>;

export const SchedulePreviewQuery = z.object({
  cron: z.string().min(1).max(120),
  timeZone: z.string().min(1).max(64).default("UTC"),
  count: z.coerce.number().int().min(1).max(50).default(5),
});

/** `local` is the zone's clock without offset; `note` tells when its clocks jump around this time. */
export const SchedulePreview = z.object({
  words: z.string(),
  timeZone: z.string(),
  next: z.array(
    z.object({ at: instant, local: z.string(), offset: z.string(), note: z.string().optional() }),
  ),
});
export type SchedulePreview = z.infer<typeof SchedulePreview>;
