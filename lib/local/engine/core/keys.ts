/**
 * What must not start a run twice, in memory. It keeps the newest keys only; older ones that have not expired stay
 * in the database, and `partial` says that it has to be asked.
 */
export class Keys {
  readonly #keys = new Map<string, number>();
  readonly #max: number;
  #droppedUntil = 0;

  constructor(max: number) {
    this.#max = max;
  }

  get size(): number {
    return this.#keys.size;
  }

  /** True when a key may be in force that is not in memory. */
  partial(nowMs: number): boolean {
    return this.#droppedUntil > nowMs;
  }

  has(key: string, nowMs: number): boolean {
    return (this.#keys.get(key) ?? 0) > nowMs;
  }

  add(key: string, expiresAt: number): void {
    this.#keys.delete(key);
    this.#keys.set(key, expiresAt);
    if (this.#keys.size <= this.#max) return;
    const oldest = this.#keys.entries().next().value;
    if (!oldest) return;
    this.#keys.delete(oldest[0]);
    this.#droppedUntil = Math.max(this.#droppedUntil, oldest[1]);
  }

  /** Says that the database holds keys in force until then which were not loaded. */
  markPartial(untilMs: number): void {
    this.#droppedUntil = Math.max(this.#droppedUntil, untilMs);
  }

  sweep(nowMs: number): void {
    for (const [key, expiresAt] of this.#keys) if (expiresAt <= nowMs) this.#keys.delete(key);
  }
}
