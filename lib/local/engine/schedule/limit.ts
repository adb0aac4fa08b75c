const WINDOW_MS = 100;
const WINDOW_SAMPLES = 8;
const SHRINK = 0.75;
/** So many times its best delay, and the slack, an application may take. */
const TOLERANCE = 1.5;

/** Bounds of the limit, and how much longer than its best an application may take to begin. */
type Bounds = { floor: number; ceiling: number; slackMs: number };

/**
 * How many requests an application is given at once, found from how long it takes to get round to them: additive
 * increase while requests are held back and it is prompt, multiplicative decrease when it is late. Pure: times
 * come in as arguments.
 */
export class AdaptiveLimit {
  readonly #bounds: Bounds;
  #value: number;
  #delays: number[] = [];
  #windowAt = Number.NEGATIVE_INFINITY;
  #pressed = false;
  #best = Number.POSITIVE_INFINITY;

  constructor(bounds: Bounds) {
    this.#bounds = { ...bounds, floor: Math.min(bounds.floor, bounds.ceiling) };
    // It begins low, where the best delay shows.
    this.#value = this.#bounds.floor;
  }

  /** Whole requests, between the floor and the ceiling. */
  get value(): number {
    return Math.floor(this.#value);
  }

  /** Says that a request was held back. */
  press(): void {
    this.#pressed = true;
  }

  /**
   * Takes in how long an answered request waited for its turn at the application, in milliseconds: the time it
   * took less the time the application worked on it.
   */
  sample(delayMs: number, nowMs: number): void {
    if (this.#delays.length === 0) this.#windowAt = nowMs;
    this.#delays.push(Math.max(0, delayMs));
    if (this.#delays.length < WINDOW_SAMPLES || nowMs - this.#windowAt < WINDOW_MS) return;
    const sorted = this.#delays.toSorted((a, b) => a - b);
    this.#delays = [];
    this.#adjust(sorted[sorted.length >> 1] ?? 0);
    this.#pressed = false;
  }

  #adjust(typical: number): void {
    const { floor, ceiling, slackMs } = this.#bounds;
    this.#best = Math.min(this.#best, typical);
    if (typical <= this.#best * TOLERANCE + slackMs) {
      if (this.#pressed) this.#value = Math.min(ceiling, this.#value + 1);
    } else if (this.#value > floor) this.#value = Math.max(floor, this.#value * SHRINK);
    // So few requests make nobody late: the way is long, or something else keeps the processor busy.
    else this.#best = typical;
  }
}
