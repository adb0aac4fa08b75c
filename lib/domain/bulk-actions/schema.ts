import { z } from "zod";
import { Page, PageQuery } from "@/lib/core/page";

export const BulkKind = z.enum([
  "dead-letters.redrive",
  "dead-letters.discard",
  "dead-letters.restore",
  "runs.replay",
  "runs.cancel",
]);
export type BulkKind = z.infer<typeof BulkKind>;

const BulkState = z.enum(["queued", "running", "done", "cancelled", "failed"]);

const instant = z.iso.datetime();

/** Why one thing of a bulk action was left as it is; `id` is the thing's. */
export const Refusal = z.object({ id: z.string(), code: z.string(), message: z.string() });
export type Refusal = z.infer<typeof Refusal>;

/**
 * One command over many things. `total` things were meant when it was asked for; `done` of them are changed, `failed`
 * were refused (`problems` holds the first twenty). What changed meanwhile by itself is in neither.
 */
export const BulkAction = z.object({
  id: z.uuid(),
  kind: BulkKind,
  state: BulkState,
  total: z.int(),
  done: z.int(),
  failed: z.int(),
  problems: z.array(Refusal),
  createdAt: instant,
  startedAt: instant.nullable(),
  endedAt: instant.nullable(),
});
export type BulkAction = z.infer<typeof BulkAction>;

export const BulkActionPage = Page(BulkAction);
export const BulkActionQuery = PageQuery;

/** What a bulk command answers: how many things it means, and the action; null when it was only a preview or means none. */
export const BulkAsked = z.object({ count: z.int(), action: BulkAction.nullable() });
export type BulkAsked = z.infer<typeof BulkAsked>;

/** The largest number of things one action may mean, and of ids it may name. */
export const BULK_MAX = 100_000;
const IDS_MAX = 1000;

/** Fields of every bulk command: things by `ids` or by `filter`, and `dryRun` to only count them. */
export const chosenBy = <F extends z.ZodType>(filter: F) => ({
  ids: z.array(z.uuid()).min(1).max(IDS_MAX).optional(),
  filter: filter.optional(),
  dryRun: z.boolean().default(false),
});

/** Whether exactly one way of choosing was taken. */
export const isChosen = ({ ids, filter }: { ids?: unknown; filter?: unknown }): boolean =>
  (ids === undefined) !== (filter === undefined);

export const CHOOSE = { message: "Give ids or a filter, and not both.", path: ["ids"] };

/** The largest number of things a command does at once, in one transaction. */
const AT_ONCE_MAX = 200;

/** Compared as the database writes them. */
const ids = z.array(z.uuid().toLowerCase()).min(1).max(AT_ONCE_MAX);

/** Body of a command over some chosen things that is done before it is answered; an id given twice counts once. */
export const Chosen = z.strictObject({ ids });
export type Chosen = z.infer<typeof Chosen>;

/** The same in a query: ids with commas between. */
export const ChosenList = z
  .string()
  .max(AT_ONCE_MAX * 37)
  .transform((text) => text.split(","))
  .pipe(ids);

/** What such a command did: the ids it changed, and why it left the others as they are. */
export const ManyDone = z.object({ changed: z.array(z.uuid()), left: z.array(Refusal) });
export type ManyDone = z.infer<typeof ManyDone>;
