import { z } from "zod";
import { Page, PageQuery } from "@/lib/core/page";
import { SequenceDefinition } from "@/lib/domain/sequences/definition";

const instant = z.iso.datetime();

export const SequenceStatus = z.enum(["draft", "live", "paused", "archived"]);

export const SequenceProblem = z.object({
  path: z.string(),
  code: z.string(),
  message: z.string(),
});

/** A document as people edit it: any JSON object; what is wrong with it is told in `problems`. */
export const SequenceDraft = z.record(z.string(), z.unknown());

/**
 * A sequence in lists. `inside` are people under way, `people` all who ever entered, `reached` those of them who reached the
 * goal; `sent` are mails handed over. `nextAt` is when the next decision is due. `builtIn` is the key of one of ours.
 */
export const SequenceItem = z.object({
  id: z.uuid(),
  name: z.string(),
  status: SequenceStatus,
  builtIn: z.string().nullable(),
  category: z.string().nullable(),
  entryEvent: z.string().nullable(),
  liveVersion: z.int().nullable(),
  problems: z.array(SequenceProblem),
  steps: z.int(),
  inside: z.int(),
  people: z.int(),
  reached: z.int(),
  sent: z.int(),
  nextAt: instant.nullable(),
  updatedAt: instant,
});
export type SequenceItem = z.infer<typeof SequenceItem>;

/** `revision` counts changes of the draft; hand it back when saving. */
export const SequenceDetail = SequenceItem.extend({ draft: SequenceDraft, revision: z.int() });
export type SequenceDetail = z.infer<typeof SequenceDetail>;

export const SequenceQuery = PageQuery.extend({
  search: z.string().max(120).optional(),
  status: SequenceStatus.optional(),
});
export type SequenceQuery = z.infer<typeof SequenceQuery>;
export const SequencePage = Page(SequenceItem);

export const NewSequence = z.strictObject({ definition: SequenceDraft });
export type NewSequence = z.infer<typeof NewSequence>;

/** `revision` is what the editor last saw; when somebody saved since, the change is refused. */
export const SequencePatch = z.strictObject({
  definition: SequenceDraft.optional(),
  name: z.string().trim().min(1).max(120).optional(),
  revision: z.int().optional(),
});
export type SequencePatch = z.infer<typeof SequencePatch>;

export const SequencePublished = z.object({ id: z.uuid(), version: z.int() });
export type SequencePublished = z.infer<typeof SequencePublished>;

/** A published version; `inside` are the people who are in it now. */
export const SequenceVersion = z.object({
  version: z.int(),
  isLive: z.boolean(),
  publishedAt: instant,
  publishedBy: z.string(),
  inside: z.int(),
  definition: SequenceDefinition,
});
export type SequenceVersion = z.infer<typeof SequenceVersion>;

/** What became of a step between the live version and the draft. */
export const StepChange = z.object({
  stepKey: z.string(),
  change: z.enum(["added", "removed", "moved", "changed"]),
});

/**
 * What would happen to one group of people if they were moved: those who stand at `fromStep` of `fromVersion` would stand
 * at `toStep`, or leave when it is null. `alreadySent` are steps of the new version that they got before and do not get again.
 */
export const MoveGroup = z.object({
  fromVersion: z.int(),
  fromStep: z.string().nullable(),
  toStep: z.string().nullable(),
  people: z.int(),
});

export type MoveGroup = z.infer<typeof MoveGroup>;

export const MoveInput = z.strictObject({ dryRun: z.boolean().default(false) });
export type MoveInput = z.infer<typeof MoveInput>;
export const MoveResult = z.object({
  toVersion: z.int(),
  moved: z.int(),
  isDryRun: z.boolean(),
  groups: z.array(MoveGroup),
});
export type MoveResult = z.infer<typeof MoveResult>;

/**
 * What would happen if the draft were published now: nobody inside is moved, people who enter from then on get it. `move` is
 * what moving everybody would do. `sentences` say it all in words.
 */
export const PublishForesight = z.object({
  version: z.int(),
  problems: z.array(SequenceProblem),
  changes: z.array(StepChange),
  inside: z.array(z.object({ version: z.int(), people: z.int() })),
  enteredLastWeek: z.int(),
  move: z.array(MoveGroup),
  sentences: z.array(z.string()),
});
export type PublishForesight = z.infer<typeof PublishForesight>;
