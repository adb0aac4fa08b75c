import type { EventRecord } from "./model.ts";

const EVENTS_MAX = 20_000;
const BYTES_MAX = 32 * 1024 * 1024;

/**
 * The events of the last moments, by name. A wait that looks back finds in them what came just before it was
 * opened. It holds nothing when the span is zero, and the oldest go when it holds too much.
 */
export class Lookback {
  readonly #spanMs: number;
  readonly #events = new Set<EventRecord>();
  readonly #names = new Map<string, Set<EventRecord>>();
  #bytes = 0;

  constructor(spanMs: number) {
    this.#spanMs = spanMs;
  }

  get spanMs(): number {
    return this.#spanMs;
  }

  add(event: EventRecord): void {
    if (this.#spanMs <= 0) return;
    const named = this.#names.get(event.name) ?? new Set();
    this.#names.set(event.name, named.add(event));
    this.#events.add(event);
    this.#bytes += event.text.length;
    for (const oldest of this.#events) {
      const full = this.#events.size > EVENTS_MAX || this.#bytes > BYTES_MAX;
      if (!full && oldest.receivedAt >= event.receivedAt - this.#spanMs) return;
      this.#drop(oldest);
    }
  }

  /** Events of this name that came at or after `sinceMs` and are not too old, the oldest first. */
  find(name: string, sinceMs: number, nowMs: number): EventRecord[] {
    const from = Math.max(sinceMs, nowMs - this.#spanMs);
    return [...(this.#names.get(name) ?? [])].filter(({ receivedAt }) => receivedAt >= from);
  }

  forget(tenant: string): void {
    for (const event of this.#events) if (event.tenant === tenant) this.#drop(event);
  }

  #drop(event: EventRecord): void {
    if (!this.#events.delete(event)) return;
    this.#bytes -= event.text.length;
    const named = this.#names.get(event.name);
    named?.delete(event);
    if (named?.size === 0) this.#names.delete(event.name);
  }
}
