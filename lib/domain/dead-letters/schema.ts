import { z } from "zod";
import { Page, PageQuery } from "@/lib/core/page";
import { CHOOSE, chosenBy, isChosen } from "@/lib/domain/bulk-actions/schema";

/**
 * `open` waits for people, `redriving` has a new run under way, `resolved`: a new run succeeded, `redriven`: the new run
 * failed and has a letter of its own, `discarded`: nothing will be done, until it is restored.
 */
export const LetterState = z.enum(["open", "redriving", "redriven", "discarded", "resolved"]);
export type LetterState = z.infer<typeof LetterState>;

const instant = z.iso.datetime();
const zoned = z.iso.datetime({ offset: true });
const Group = z.string().regex(/^[0-9a-f]{32}$/, "A group is 32 hexadecimal digits.");

/** A failed run that waits for people. `group` is the same for letters with the same cause, `hint` says what to do. */
export const Letter = z.object({
  id: z.uuid(),
  runId: z.uuid(),
  workflowId: z.uuid(),
  workflowName: z.string(),
  version: z.int(),
  triggerKind: z.string(),
  stepId: z.string().nullable(),
  code: z.string(),
  message: z.string(),
  group: z.string(),
  hint: z.string(),
  state: LetterState,
  redrivenRunId: z.uuid().nullable(),
  failedAt: instant,
  changedAt: instant,
});
export type Letter = z.infer<typeof Letter>;

/** A letter with what the run was started with and the step it failed at; both null when the history is gone. */
export const LetterDetail = Letter.extend({
  trigger: z.unknown(),
  step: z
    .object({
      id: z.string(),
      type: z.string(),
      input: z.unknown(),
      error: z.unknown(),
      attempts: z.array(z.unknown()),
    })
    .nullable(),
});
export type LetterDetail = z.infer<typeof LetterDetail>;

/** Newest first unless `order` says otherwise; `from` and `to` bound when the run failed; `state` may repeat. */
export const LetterQuery = PageQuery.extend({
  workflowId: z.uuid().optional(),
  code: z.string().max(100).optional(),
  group: Group.optional(),
  state: z.array(LetterState).max(5).optional(),
  from: zoned.optional(),
  to: zoned.optional(),
  order: z.enum(["newest", "oldest"]).optional(),
});
export type LetterQuery = z.infer<typeof LetterQuery>;

/** Query of an export: the list's filters, and the kind of file. */
export const LetterExportQuery = LetterQuery.omit({
  limit: true,
  cursor: true,
  fields: true,
}).extend({ format: z.enum(["csv", "json"]).default("csv") });
export type LetterExportQuery = z.infer<typeof LetterExportQuery>;

export const LetterPage = Page(Letter);

/** Letters with one cause. `message` is the newest one's; `workflows` holds the ten with the most. */
export const LetterGroup = z.object({
  group: z.string(),
  code: z.string(),
  stepId: z.string().nullable(),
  message: z.string(),
  hint: z.string(),
  count: z.int(),
  workflows: z.array(z.object({ id: z.uuid(), name: z.string(), count: z.int() })),
  firstAt: instant,
  lastAt: instant,
});
export type LetterGroup = z.infer<typeof LetterGroup>;

/** Groups of letters in one state (default open). */
export const LetterGroupQuery = PageQuery.extend({
  workflowId: z.uuid().optional(),
  code: z.string().max(100).optional(),
  state: LetterState.default("open"),
  /** The cause that failed last first, unless by how many runs it stopped. */
  sort: z.enum(["newest", "most"]).optional(),
});
export type LetterGroupQuery = z.infer<typeof LetterGroupQuery>;

/** `open` counts the tenant's open letters, whatever the query. */
export const LetterGroupPage = Page(LetterGroup).extend({ open: z.int() });

const LetterFilter = z
  .strictObject({
    all: z.literal(true).optional(),
    group: Group.optional(),
    workflowId: z.uuid().optional(),
    code: z.string().max(100).optional(),
  })
  .refine((filter) => Object.values(filter).some((value) => value !== undefined), {
    message: 'Name a group, a workflow or a code, or say "all": true.',
  });

const chosen = chosenBy(LetterFilter);

/** What letters a command means. */
export type LetterChoice = {
  ids?: string[] | undefined;
  filter?: z.infer<typeof LetterFilter> | undefined;
};

/**
 * Open letters to run again: whole or from the failed step, on the version they had or the latest. `input` replaces the
 * trigger of a single one.
 */
export const RedriveInput = z
  .strictObject({
    ...chosen,
    mode: z.enum(["whole", "from-failed-step"]).default("from-failed-step"),
    version: z.enum(["same", "latest"]).default("same"),
    input: z.record(z.string(), z.unknown()).optional(),
  })
  .refine(isChosen, CHOOSE)
  .refine(({ input, ids }) => input === undefined || ids?.length === 1, {
    message: "An edited input goes with one id.",
    path: ["input"],
  });
export type RedriveInput = z.infer<typeof RedriveInput>;

/** Open letters to discard, or discarded ones to open again. */
export const ChooseLetters = z.strictObject(chosen).refine(isChosen, CHOOSE);
export type ChooseLetters = z.infer<typeof ChooseLetters>;
