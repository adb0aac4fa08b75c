import { AppError } from "@/lib/core/errors";
import { attempt, kept } from "@/lib/domain/runs/execution/attempts/attempt";
import { classify } from "@/lib/domain/runs/execution/attempts/classify";
import { endedRow, type StepRow } from "@/lib/domain/runs/execution/history";
import { type LoadedRun, markWaiting } from "@/lib/domain/runs/execution/journal";
import { effectKey, keepOpened, recordEffect } from "@/lib/domain/runs/execution/ledger";
import { claimAndAttempt } from "@/lib/domain/runs/execution/perform";
import type { StepEnd } from "@/lib/domain/runs/execution/plan";
import type {
  Durable,
  Effect,
  Performed,
  Surroundings,
} from "@/lib/domain/runs/execution/surroundings";
import { fromPostgres } from "@/lib/infra/db/errors";

/** What a parked step has of its execution; `rows` are those of steps that ended and are not written yet. */
export type Parking<C> = {
  run: LoadedRun;
  around: Surroundings<C>;
  durable: Durable;
  rows: StepRow[];
};

const PARK_MAX_MS = 366 * 86_400_000;

/**
 * An event that comes between opening and registering the wait is not seen by the engine, so the first looks at the
 * truth are soon; what is told later is repeated by the sweep of the rooms that are waited for.
 */
const FIRST_LOOKS_MS = [1000, 5000, 30_000];

/** A step that waits for an instant. Nothing is held meanwhile; the instant told first stands. */
export const sleepThrough = async <C>(
  { run, around, durable, rows }: Parking<C>,
  { step, position, input }: Effect,
): Promise<Performed> => {
  const kind = around.kinds[step.type];
  const row = { id: step.id, type: step.type, position };
  const waiting = await durable.run(`${step.id}/begin`, async () => {
    const now = around.now();
    const at = now.toISOString();
    try {
      const until = kind?.until?.(now, input) ?? now;
      if (until <= now) return { at, until: until.toISOString(), passed: true };
      const given = { input: kind?.redact(input), at, until: until.toISOString() };
      const stands = await markWaiting(around.db, run, row, { ...given, rows: rows.splice(0) });
      return stands ? { at, until: stands, passed: false } : { end: { over: true as const } };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const code = error.issues[0]?.code ?? error.code;
      return { end: { status: "failed" as const, error: { code, message: error.message } } };
    }
  });
  if ("end" in waiting) return waiting.end;
  if (!waiting.passed) await durable.sleep(step.id, new Date(waiting.until));
  const end: StepEnd = { status: "succeeded", output: { until: waiting.until } };
  const ended = waiting.passed ? waiting.at : waiting.until;
  rows.push({ ...endedRow(row, end, kind?.redact(input), waiting.at), ended_at: ended });
  return end;
};

/** `isDue`: there was nothing to wait for from the start. */
type Opened = { n: number; until: string | null; isDue: boolean };

const open = async <C>(
  { run, around, rows }: Parking<C>,
  effect: Effect,
): Promise<Opened | { end: Performed }> => {
  const { step, input } = effect;
  const wait = around.kinds[step.type]?.wait;
  const done = await claimAndAttempt(run, effect, around, rows.splice(0), false, async (ctx) => ({
    until: (await wait?.open(ctx, input))?.until?.toISOString() ?? null,
  }));
  if ("end" in done) return done;
  const { n } = done;
  const { until } = "output" in done ? done.output : (done.opened as { until: string | null });
  const logs = "logs" in done ? done.logs : [];
  const live = await keepOpened(around.db, run, step.id, { until, logs });
  const isDue = until !== null && Date.parse(until) <= around.now().getTime();
  return live ? { n, until, isDue } : { end: { over: true } };
};

/** The database may be away for a moment; everything else that `close` throws is how the step ends. */
const isPassing = (error: unknown): boolean =>
  !(error instanceof AppError) || fromPostgres(error.cause) !== undefined;

const close = async <C>(
  { run, around }: Parking<C>,
  { step, input }: Effect,
  { n }: Opened,
): Promise<{ again: true } | Performed> => {
  const { timeoutMs } = step;
  const key = effectKey(run, step.id);
  const wait = around.kinds[step.type]?.wait;
  const done = await attempt(run, { stepId: step.id, key, n, timeoutMs }, around, (ctx) =>
    wait?.close(ctx, input),
  );
  if ("over" in done) return { over: true };
  if ("cause" in done && isPassing(done.cause)) throw done.cause;
  const at = around.now();
  const { logs } = done;
  const record = (end: StepEnd) =>
    recordEffect(around.db, run, step.id, { attempt: n, end, at: at.toISOString(), logs });
  if ("cause" in done) {
    const { code, message } = classify(done.cause, at.getTime());
    return record({ status: "failed", error: { code, message } });
  }
  const isUndecided = (done.output as { again?: unknown } | undefined)?.again === true;
  return isUndecided ? { again: true } : record(kept(done.output));
};

/** When to look at the truth next: soon at first, then at the latest when the wait is due. */
const nextLook = (turn: number, until: string | null, now: Date): Date => {
  const due = until === null ? Number.POSITIVE_INFINITY : Date.parse(until) - now.getTime();
  const ms = Math.min(due, FIRST_LOOKS_MS[turn] ?? PARK_MAX_MS);
  return new Date(now.getTime() + Math.max(ms, FIRST_LOOKS_MS[0] ?? 1000));
};

/**
 * A step that waits for something decided elsewhere. Opened once like any effect, parked in the engine under the effect's
 * key, closed from the truth in our own tables; told or due without a decision, it waits on. Waiting spends no attempt.
 */
export const awaitDecision = async <C>(parking: Parking<C>, effect: Effect): Promise<Performed> => {
  const { run, around, durable } = parking;
  const { id } = effect.step;
  const opened = await durable.run(`${id}/open`, () => open(parking, effect));
  if ("end" in opened) return opened.end;
  for (let turn = 0; ; turn++) {
    const look = nextLook(turn, opened.until, around.now());
    if (turn > 0 || !opened.isDue)
      await durable.wait(`${id}/wait-${turn}`, effectKey(run, id), look);
    const closed = await durable.run(`${id}/close-${turn}`, () => close(parking, effect, opened));
    if (!("again" in closed)) return closed;
  }
};
