import { kept } from "@/lib/domain/runs/execution/attempts/attempt";
import type { StepRow } from "@/lib/domain/runs/execution/history";
import type { Body } from "@/lib/domain/runs/execution/items/body";
import {
  countItems,
  dueItems,
  type ItemsKey,
  summarize,
} from "@/lib/domain/runs/execution/items/item-ledger";
import { pumpItems } from "@/lib/domain/runs/execution/items/pump";
import { claimEffect, recordEffect } from "@/lib/domain/runs/execution/ledger";
import type { StepEnd } from "@/lib/domain/runs/execution/plan";
import type { Durable, Effect, Loop, Performed } from "@/lib/domain/runs/execution/surroundings";

/** A step that repeats its body, with what it needs of its execution. */
type Repetition<C> = Body<C> & { loop: Loop; durable: Durable; rows: StepRow[] };

const BATCH_MIN = 100;
// The engine keeps at most 1,000 steps of a run.
const BATCHES_MAX = 400;
const ROUND_MAX = 1000;
const PAUSE_MAX_MS = 60_000;

const batchSize = ({ items, batchSize: asked = BATCH_MIN }: Loop): number =>
  Math.max(asked, Math.ceil(items.length / BATCHES_MAX));

const keyOf = ({
  run: { tenantId, runId },
  stepId,
}: Body<never> | Repetition<never>): ItemsKey => ({
  tenantId,
  runId,
  stepId,
});

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);

/** Claims the step as a whole and says how many items it has. */
const begin = async <C>(
  repetition: Repetition<C>,
  { step, position, input }: Effect,
): Promise<{ n: number } | { end: Performed }> => {
  const { run, around, rows, loop } = repetition;
  const row = { id: step.id, type: step.type, position };
  const given = {
    input: around.kinds[step.type]?.redact(input),
    at: around.now().toISOString(),
    rows: rows.splice(0),
  };
  const claim = await claimEffect(around.db, run, row, given);
  if ("over" in claim) return { end: claim };
  if ("ended" in claim) return { end: claim.ended };
  await countItems(around.db, { ...run, stepId: step.id }, loop.items.length);
  return { n: claim.attempt };
};

type Progress = "done" | "failed" | "over";

/** All items for the first time, batch by batch. */
const firstPass = async <C>({ durable, loop, ...body }: Repetition<C>): Promise<Progress> => {
  const size = batchSize(loop);
  const count = loop.items.length;
  for (let from = 0, batch = 0; from < count; batch++) {
    const indexes = range(from, Math.min(from + size, count));
    const pumped = await durable.run(`${body.stepId}/items-${batch}`, () =>
      pumpItems(body, loop, indexes),
    );
    if (pumped.over) return "over";
    if (pumped.failed) return "failed";
    from += pumped.next;
  }
  return "done";
};

/** Those that wait to be tried again, until none waits. Pauses grow, so that many waits share a round. */
const rounds = async <C>({ durable, loop, ...body }: Repetition<C>): Promise<Progress> => {
  const { run, stepId, around } = body;
  const key = { tenantId: run.tenantId, runId: run.runId, stepId };
  for (let round = 0; ; round++) {
    const pumped = await durable.run(`${stepId}/again-${round}`, async () => {
      const { due } = await dueItems(around.db, key, around.now(), ROUND_MAX);
      const result = await pumpItems(body, loop, due);
      const left = await dueItems(around.db, key, around.now(), 0);
      const first = left.first?.toISOString() ?? null;
      return { ...result, first, last: left.last?.toISOString() ?? null };
    });
    if (pumped.over) return "over";
    if (pumped.failed) return "failed";
    if (pumped.first === null || pumped.last === null) return "done";
    const now = around.now().getTime();
    const soon = now + Math.min(1000 * 2 ** round, PAUSE_MAX_MS);
    const until = Math.max(Date.parse(pumped.first), Math.min(Date.parse(pumped.last), soon));
    if (until > now) await durable.sleep(`${stepId}/pause-${round}`, new Date(until));
  }
};

const outcome = async <C>(repetition: Repetition<C>): Promise<StepEnd> => {
  const { around, loop } = repetition;
  const count = loop.items.length;
  const { succeeded, failed, results, errors } = await summarize(
    around.db,
    keyOf(repetition as never),
  );
  const [first] = errors;
  if (first && loop.onItemError === "fail") {
    const message = `Item ${first.index + 1} of ${count} failed: ${first.error.message}`;
    return { status: "failed", error: { code: first.error.code, message } };
  }
  return kept({
    count,
    succeeded,
    failed,
    results: results.map(({ output }) => output),
    resultsCut: results.length < count,
    errors: errors.map(({ index, error: { code, message } }) => ({ index, code, message })),
  });
};

/**
 * Repeats a body for every item: one durable step a batch, items claimed and recorded in sets, and again for those whose
 * attempt failed for a while. Ends with counts, results and errors.
 */
export const repeatBody = async <C>(
  repetition: Repetition<C>,
  effect: Effect,
): Promise<Performed> => {
  const { run, stepId, around, durable } = repetition;
  const begun = await durable.run(`${stepId}/begin`, () => begin(repetition, effect));
  if ("end" in begun) return begun.end;
  const first = await firstPass(repetition);
  const progress = first === "done" ? await rounds(repetition) : first;
  if (progress === "over") return { over: true };
  return durable.run(`${stepId}/end`, async () => {
    const end = await outcome(repetition);
    const at = around.now().toISOString();
    return recordEffect(around.db, run, stepId, { attempt: begun.n, end, at, logs: [] });
  });
};
