import { z } from "zod";
import { Problem } from "@/lib/domain/workflows/definition/schema";
import { Draft } from "@/lib/domain/workflows/schema";

/** Who published: a person, an API key or Steward itself. `name` is null for people who have left. */
const Author = z.object({
  kind: z.enum(["user", "key", "worker"]),
  id: z.string(),
  name: z.string().nullable(),
});

/** A published definition; it never changes. */
export const WorkflowVersion = z.object({
  version: z.int(),
  note: z.string(),
  publishedBy: z.string(),
  author: Author,
  publishedAt: z.iso.datetime(),
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

/** One value that is not the same. `path` is dotted below its step or document; a missing side was not there. */
const FieldChange = z.object({
  path: z.string(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
});
export type FieldChange = z.infer<typeof FieldChange>;

/**
 * What became of one step. `from` and `to` are its places in the lists (from 0); a step may have moved and changed.
 * Added and removed steps are told whole, in `after` or `before`.
 */
const StepChange = z.object({
  id: z.string(),
  change: z.enum(["added", "removed", "moved", "changed", "moved and changed"]),
  from: z.int().nullable(),
  to: z.int().nullable(),
  fields: z.array(FieldChange),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
});
export type StepChange = z.infer<typeof StepChange>;

/** The way from one document to another: its own fields (trigger included), then its steps. */
export const DefinitionDiff = z.object({
  isSame: z.boolean(),
  fields: z.array(FieldChange),
  steps: z.array(StepChange),
});
export type DefinitionDiff = z.infer<typeof DefinitionDiff>;

/** `before` and `after` are version numbers or "draft". `problems` are those of the side that is the draft. */
export const VersionDiff = DefinitionDiff.extend({
  before: z.union([z.int(), z.literal("draft")]),
  after: z.union([z.int(), z.literal("draft")]),
  problems: z.array(Problem),
});
export type VersionDiff = z.infer<typeof VersionDiff>;

/** What version n is compared with: another version or the draft. Without it, the version before. */
export const DiffQuery = z.object({
  against: z.union([z.literal("draft"), z.coerce.number().int().min(1)]).optional(),
});
export type DiffQuery = z.infer<typeof DiffQuery>;
