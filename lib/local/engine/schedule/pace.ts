import type { AdaptiveLimit } from "./limit.ts";

/** A request that is out for longer is taken to wait for something and not to keep the application's processor busy. */
const YOUNG_MS = 400;

type Parts = {
  limit: AdaptiveLimit;
  /** Milliseconds that only grow. */
  now: () => number;
  after: (delayMs: number, fire: () => void) => void;
  /** Called when requests that were held back may go. */
  opened: () => void;
};

/**
 * Holds requests back while the application has as many fresh ones as it takes. Old ones do not count, so steps that
 * take long keep nobody out.
 */
export class Pace {
  readonly #parts: Parts;
  readonly #young = new Map<object, number>();
  #ringing = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** False when the next request has to wait; `opened` is called when that is over, or a request ends before. */
  open(): boolean {
    const { limit, now } = this.#parts;
    const born = now() - YOUNG_MS;
    for (const [request, at] of this.#young) {
      if (at > born) break;
      this.#young.delete(request);
    }
    if (this.#young.size < limit.value) return true;
    limit.press();
    const [oldest = now()] = this.#young.values();
    this.#ring(oldest - born);
    return false;
  }

  begin(request: object): void {
    this.#young.set(request, this.#parts.now());
  }

  end(request: object): void {
    this.#young.delete(request);
  }

  #ring(delayMs: number): void {
    if (this.#ringing) return;
    this.#ringing = true;
    this.#parts.after(Math.max(1, Math.ceil(delayMs)), () => {
      this.#ringing = false;
      this.#parts.opened();
    });
  }
}
