import type { Clock } from "./clock.ts";
import { type Entry, Heap } from "./heap.ts";

export type Timer = Entry<() => void>;

/** A longer wait is cut into pieces, which also notices that the wall clock was set. */
const LONGEST_NAP_MS = 30_000;

/** All timers of the engine in one heap, with a single timer of the machine for its head. */
export class Timers {
  readonly #heap = new Heap<() => void>();
  readonly #clock: Clock;
  #cancelNap: (() => void) | null = null;
  #napUntil = Number.POSITIVE_INFINITY;
  #closed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get size(): number {
    return this.#heap.size;
  }

  /** Calls `fire` at `atMs` (Unix milliseconds), at once when that is past, never before this call returns. */
  at(atMs: number, fire: () => void): Timer {
    const entry = this.#heap.push(atMs, fire);
    if (atMs < this.#napUntil) this.#nap();
    return entry;
  }

  cancel(timer: Timer): void {
    this.#heap.remove(timer);
  }

  close(): void {
    this.#closed = true;
    this.#cancelNap?.();
  }

  #nap(): void {
    if (this.#closed) return;
    this.#cancelNap?.();
    const head = this.#heap.peek();
    if (!head) {
      this.#cancelNap = null;
      this.#napUntil = Number.POSITIVE_INFINITY;
      return;
    }
    const delay = Math.max(0, Math.min(head.key - this.#clock.now(), LONGEST_NAP_MS));
    this.#napUntil = head.key;
    this.#cancelNap = this.#clock.after(delay, () => this.#ring());
  }

  #ring(): void {
    const now = this.#clock.now();
    for (let head = this.#heap.peek(); head && head.key <= now; head = this.#heap.peek()) {
      this.#heap.pop()?.();
      if (this.#closed) return;
    }
    this.#nap();
  }
}
