import type { Kernel } from "./kernel.ts";
import type { EventRecord, Memo, Run, StepMemo } from "./model.ts";

/** The bytes one run's payload takes, roughly. */
const sizeOf = (memo: Memo): number =>
  memo.events.reduce((sum, event) => sum + event.text.length, 0) +
  [...memo.steps.values()].reduce((sum, step) => sum + step.text.length, 0);

/** Gives a run its payload. */
export const keepMemo = (
  k: Kernel,
  run: Run,
  events: EventRecord[],
  steps: Map<string, StepMemo>,
): Memo => {
  const memo: Memo = { events, steps, bytes: 0 };
  memo.bytes = sizeOf(memo);
  run.memo = memo;
  k.loadedBytes += memo.bytes;
  return memo;
};

/** Drops a run's payload from memory; it stays in the database. */
export const dropMemo = (k: Kernel, run: Run): void => {
  if (!run.memo) return;
  k.loadedBytes -= run.memo.bytes;
  run.memo = null;
  k.parked.delete(run);
};

const isActive = (run: Run): boolean =>
  run.discovery.state === "running" ||
  [...(run.open?.values() ?? [])].some((item) => "state" in item && item.state === "running");

/** Says that a run has nothing to do now. Payloads beyond the memory limit are dropped, the longest parked first. */
export const park = (k: Kernel, run: Run): void => {
  if (run.memo && run.endedAt === null) k.parked.add(run);
  for (const oldest of k.parked) {
    if (k.loadedBytes <= k.options.memoryBytes) return;
    k.parked.delete(oldest);
    if (!isActive(oldest)) dropMemo(k, oldest);
  }
};

type Wanted = { run: Run; done: () => void; failed: (error: unknown) => void };

/** Loads payloads of many runs with two queries. */
export class MemoLoader {
  readonly #kernel: Kernel;
  #wanted: Wanted[] = [];

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /** Resolves when `run.memo` is there. */
  load(run: Run): Promise<void> {
    if (run.memo) return Promise.resolve();
    run.loading ??= new Promise((done, failed) => {
      run.late = [];
      this.#wanted.push({ run, done, failed });
      if (this.#wanted.length === 1) setImmediate(() => void this.#flush());
    });
    return run.loading;
  }

  async #flush(): Promise<void> {
    const wanted = this.#wanted;
    this.#wanted = [];
    try {
      await this.#kernel.log.settled();
      await this.#read(wanted.map(({ run }) => run));
      for (const { run, done } of wanted) {
        run.loading = null;
        done();
      }
    } catch (error) {
      for (const { run, failed } of wanted) {
        run.loading = null;
        failed(error);
      }
    }
  }

  async #read(runs: Run[]): Promise<void> {
    const { reader } = this.#kernel;
    const [events, rows] = await Promise.all([
      readEvents(this.#kernel, [...new Set(runs.flatMap((run) => run.eventIds))]),
      reader<{ run: string; id: string; out: string }[]>`
        select run, id, out from engine.step where run = any(${runs.map((run) => run.id)}) order by seq`,
    ]);
    const steps = Map.groupBy(rows, (row) => row.run);
    for (const run of runs) {
      if (run.endedAt !== null) continue;
      const known = new Map<string, StepMemo>();
      for (const { id, out } of steps.get(run.id) ?? []) known.set(id, { text: out, canon: null });
      for (const [id, step] of run.late ?? []) if (!known.has(id)) known.set(id, step);
      run.late = null;
      keepMemo(
        this.#kernel,
        run,
        run.eventIds.flatMap((id) => events.get(id) ?? []),
        known,
      );
    }
  }
}

/** Events by their internal ids. */
export const readEvents = async (k: Kernel, ids: string[]): Promise<Map<string, EventRecord>> => {
  const rows = await k.reader<EventRow[]>`
    select id, external_id, name, data, tenant, ts, received_at from engine.event where id = any(${ids})`;
  return new Map(rows.map((row) => [row.id, eventOf(row)]));
};

export type EventRow = {
  id: string;
  external_id: string | null;
  name: string;
  data: string;
  tenant: string | null;
  ts: number;
  received_at: number;
};

export const eventOf = (row: EventRow): EventRecord => ({
  id: row.id,
  externalId: row.external_id,
  name: row.name,
  text: row.data,
  tenant: row.tenant,
  ts: row.ts,
  receivedAt: row.received_at,
  canon: null,
});
