import { z } from "zod";
import type { BatchDone, OpenAction } from "@/lib/domain/bulk-actions/advance";
import type { BulkKind } from "@/lib/domain/bulk-actions/schema";
import { nextLetters } from "@/lib/domain/dead-letters/choose";
import { moveLetters } from "@/lib/domain/dead-letters/move";
import { cancelRuns } from "@/lib/domain/runs/bulk/cancel-runs";
import { nextRuns } from "@/lib/domain/runs/bulk/command";
import { replayRuns } from "@/lib/domain/runs/replay/replay-runs";
import type { Tx } from "@/lib/infra/db/as-tenant";

type Batch = (tx: Tx, action: OpenAction, tenantId: string) => Promise<BatchDone>;

const LIMIT = 100;

const Options = z.object({
  mode: z.enum(["whole", "from-failed-step"]),
  version: z.enum(["same", "latest"]),
  input: z.record(z.string(), z.unknown()).optional(),
});

const place = ({ id, reached }: OpenAction) => ({ reached, before: id, limit: LIMIT });

const wishOf = ({ options, selection }: OpenAction) => ({
  ...Options.parse(options),
  isBulk: (selection.ids?.length ?? LIMIT) > 1,
});

// The letters are locked as open, and the new runs move them on in the same transaction: each is redriven once.
const redrive: Batch = async (tx, action) => {
  const { last, letters } = await nextLetters(tx, action.selection, "open", place(action));
  const letterOf = new Map(letters.map(({ id, runId }) => [runId, id]));
  const { started, refused } = await replayRuns(tx, [...letterOf.keys()], wishOf(action));
  const told = refused.map((one) => ({ ...one, id: letterOf.get(one.id) ?? one.id }));
  return { last, done: started.size, refused: told };
};

const move =
  (from: "open" | "discarded", to: "open" | "discarded"): Batch =>
  async (tx, action) => {
    const { last, letters } = await nextLetters(tx, action.selection, from, place(action));
    const ids = letters.map(({ id }) => id);
    return { last, done: await moveLetters(tx, ids, from, to), refused: [] };
  };

const replay: Batch = async (tx, action) => {
  const ids = await nextRuns(tx, action.selection, false, place(action));
  const { started, refused } = await replayRuns(tx, ids, wishOf(action));
  return { last: ids.at(-1) ?? null, done: started.size, refused };
};

const cancel: Batch = async (tx, action, tenantId) => {
  const ids = await nextRuns(tx, action.selection, true, place(action));
  const cancelled = await cancelRuns(tx, tenantId, ids);
  return { last: ids.at(-1) ?? null, done: cancelled.length, refused: [] };
};

/** How a batch of each kind of bulk action is done; the rooms meet here. */
export const BATCHES: Record<BulkKind, Batch> = {
  "dead-letters.redrive": redrive,
  "dead-letters.discard": move("open", "discarded"),
  "dead-letters.restore": move("discarded", "open"),
  "runs.replay": replay,
  "runs.cancel": cancel,
};
