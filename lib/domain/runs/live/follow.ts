import { isDeepStrictEqual } from "node:util";
import type { Caller } from "@/lib/core/caller";
import { readFrame } from "@/lib/domain/runs/live/frame";
import { createHub, type Hub } from "@/lib/domain/runs/live/hub";
import type { Frame, LiveEvent } from "@/lib/domain/runs/live/schema";

const BEAT_MS = 15_000;
const LIFE_MS = 290_000;

const hub = createHub();

type Options = {
  lastId?: string | undefined;
  signal: AbortSignal;
  hub?: Hub;
  beatMs?: number;
  lifeMs?: number;
};

const changed = (before: Frame, { id, run, steps }: Frame): LiveEvent => {
  const known = new Map(before.steps.map((step) => [step.id, step]));
  const moved = steps.filter((step) => !isDeepStrictEqual(step, known.get(step.id)));
  return { event: "change", id, data: { run, steps: moved } };
};

/** A bell that rings when told or after a time; a ring while nobody listens is kept. */
const bell = (signal: AbortSignal) => {
  let rung = false;
  let wake = () => {};
  const ring = () => {
    rung = true;
    wake();
  };
  signal.addEventListener("abort", ring, { once: true });
  const wait = async (ms: number) => {
    let timer: NodeJS.Timeout | undefined;
    if (!rung)
      await new Promise<void>((resolve) => {
        wake = resolve;
        timer = setTimeout(resolve, ms);
      });
    clearTimeout(timer);
    const was = rung;
    rung = false;
    return was;
  };
  return { ring, wait, mute: () => signal.removeEventListener("abort", ring) };
};

async function* tell(
  first: Frame,
  caller: Caller,
  { lastId, signal, hub: from = hub, beatMs = BEAT_MS, lifeMs = LIFE_MS }: Options,
): AsyncGenerator<LiveEvent> {
  const until = Date.now() + lifeMs;
  let shown = first;
  if (lastId !== first.id)
    yield { event: "snapshot", id: first.id, data: { run: first.run, steps: first.steps } };
  const { ring, wait, mute } = bell(signal);
  const watch = from.follow(caller.tenantId, first.run.id, ring);
  try {
    while (!shown.run.endedAt && !signal.aborted) {
      const left = until - Date.now();
      if (left <= 0) {
        yield { event: "reconnect", id: shown.id, data: { status: shown.run.status } };
        return;
      }
      if (!(await wait(Math.min(beatMs, left)))) {
        if (Date.now() < until) yield { event: "beat" };
        continue;
      }
      const newest = watch.newest();
      if (!newest || newest.id === shown.id) continue;
      // Somebody slow misses the frames between, never the newest.
      yield changed(shown, newest);
      shown = newest;
    }
    if (!signal.aborted) yield { event: "end", id: shown.id, data: { status: shown.run.status } };
  } finally {
    watch.stop();
    mute();
  }
}

/**
 * Follows a run as the caller may see it now. Null when the caller has seen its end already (`lastId`): there is nothing
 * more to come. Throws not_found before the first event.
 */
export const followRun = async (
  caller: Caller,
  runId: string,
  options: Options,
): Promise<AsyncGenerator<LiveEvent> | null> => {
  const first = await readFrame(caller, runId);
  if (first.run.endedAt && options.lastId === first.id) return null;
  return tell(first, caller, options);
};
