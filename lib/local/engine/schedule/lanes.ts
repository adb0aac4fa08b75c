import { type Entry, Heap } from "./heap.ts";

/** A concurrency limit in force for one key: who runs under it and who waits for it. */
export type Lane<T> = { key: string; limit: number; used: number; waiting: Heap<T> };

/** The lanes that exist now; one appears with its first user and goes with its last. */
export class Lanes<T> {
  readonly #lanes = new Map<string, Lane<T>>();

  get size(): number {
    return this.#lanes.size;
  }

  /** All lanes, for the queue report. */
  all(): IterableIterator<Lane<T>> {
    return this.#lanes.values();
  }

  open(key: string, limit: number): Lane<T> {
    let lane = this.#lanes.get(key);
    if (!lane) {
      lane = { key, limit, used: 0, waiting: new Heap<T>() };
      this.#lanes.set(key, lane);
    }
    lane.limit = limit;
    return lane;
  }

  wait(lane: Lane<T>, score: number, value: T): Entry<T> {
    return lane.waiting.push(score, value);
  }

  /** Forgets a lane nobody uses. */
  sweep(lane: Lane<T>): void {
    if (lane.used === 0 && lane.waiting.size === 0) this.#lanes.delete(lane.key);
  }
}
