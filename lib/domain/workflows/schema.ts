import { z } from "zod";
import { Page, PageQuery } from "@/lib/core/page";
import { Problem } from "@/lib/domain/workflows/definition/schema";

const instant = z.iso.datetime();

/** A document as people edit it: any JSON object; what is wrong with it is told in `problems`. */
export const Draft = z.record(z.string(), z.unknown());

const WorkflowStatus = z.enum(["draft", "live", "paused", "archived"]);

/** A workflow in lists. `trigger` is the draft's, with whatever fields it has. */
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

export const WorkflowDetail = WorkflowItem.extend({
  draft: Draft,
  hook: Hook.nullable(),
  schedule: z.object({ cron: z.string(), timeZone: z.string(), nextAt: instant }).nullable(),
});
export type WorkflowDetail = z.infer<typeof WorkflowDetail>;

export const WorkflowQuery = PageQuery.extend({
  search: z.string().max(120).optional(),
  status: WorkflowStatus.optional(),
});
export type WorkflowQuery = z.infer<typeof WorkflowQuery>;

export const WorkflowPage = Page(WorkflowItem);

export const NewWorkflow = z.strictObject({ definition: Draft });
export type NewWorkflow = z.infer<typeof NewWorkflow>;

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

export const WorkflowVersion = z.object({
  version: z.int(),
  note: z.string(),
  publishedBy: z.string(),
  publishedAt: instant,
  isLive: z.boolean(),
  definition: Draft,
});
export type WorkflowVersion = z.infer<typeof WorkflowVersion>;

/** The old version becomes the draft; with `publish` it goes live at once as a new version. */
export const RollbackInput = z.strictObject({
  version: z.int().min(1),
  publish: z.boolean().default(false),
});
export type RollbackInput = z.infer<typeof RollbackInput>;

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
