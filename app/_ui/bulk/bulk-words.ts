import type { BulkAction } from "@/lib/domain/bulk-actions/schema";

type Words = { doing: string; done: string; one: string; many: string };

const KINDS: Record<BulkAction["kind"], Words> = {
  "dead-letters.redrive": {
    doing: "Redriving",
    done: "redriven",
    one: "dead letter",
    many: "dead letters",
  },
  "dead-letters.discard": {
    doing: "Discarding",
    done: "discarded",
    one: "dead letter",
    many: "dead letters",
  },
  "dead-letters.restore": {
    doing: "Opening again",
    done: "open again",
    one: "dead letter",
    many: "dead letters",
  },
  "runs.replay": { doing: "Replaying", done: "replayed", one: "run", many: "runs" },
  "runs.cancel": { doing: "Cancelling", done: "cancelled", one: "run", many: "runs" },
};

/** A bulk action as a sentence: what it is doing, or how it ended. */
export const bulkWords = ({ kind, state, total, done }: BulkAction): { title: string } => {
  const words = KINDS[kind];
  const things = (n: number) => `${n.toLocaleString("en")} ${n === 1 ? words.one : words.many}`;
  if (state === "queued" || state === "running")
    return { title: `${words.doing} ${things(total)}` };
  if (state === "cancelled")
    return { title: `Stopped: ${things(done)} of ${total.toLocaleString("en")} ${words.done}` };
  if (state === "failed")
    return { title: `Broke off: ${things(done)} of ${total.toLocaleString("en")} ${words.done}` };
  return { title: `${things(done)} ${words.done}` };
};
