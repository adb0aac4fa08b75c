import { indexKey, valueAt } from "../expression/paths.ts";
import type { Pause } from "./model.ts";

type Keyed = { keys: (string | number)[]; values: Map<string, Set<Pause>> };
type ByName = { keyed: Map<string, Keyed>; plain: Set<Pause> };

/**
 * Waits and cancellations by event name. Where a condition demands `async.<path> == value` they are found by that
 * value, so an event costs the same with ten or with a hundred thousand runs waiting.
 */
export class PauseIndex {
  readonly #names = new Map<string, ByName>();
  size = 0;

  add(pause: Pause): void {
    const set = this.#set(pause, true);
    if (set && !set.has(pause)) {
      set.add(pause);
      this.size++;
    }
  }

  remove(pause: Pause): void {
    const set = this.#set(pause, false);
    if (set?.delete(pause)) this.size--;
    if (set?.size === 0) this.#prune(pause);
  }

  listensTo(name: string): boolean {
    return this.#names.has(name);
  }

  /** Those that may match an event; their whole condition is still to be asked. */
  candidates(name: string, event: unknown): Pause[] {
    const entry = this.#names.get(name);
    if (!entry) return [];
    const found = [...entry.plain];
    for (const { keys, values } of entry.keyed.values()) {
      const key = indexKey(valueAt(event, keys));
      if (key !== null) found.push(...(values.get(key) ?? []));
    }
    return found;
  }

  #set({ target, equality }: Pause, create: boolean): Set<Pause> | undefined {
    let entry = this.#names.get(target);
    if (!entry) {
      if (!create) return undefined;
      entry = { keyed: new Map(), plain: new Set() };
      this.#names.set(target, entry);
    }
    if (!equality) return entry.plain;
    const path = equality.keys.join("\u0000");
    let keyed = entry.keyed.get(path);
    if (!keyed) {
      keyed = { keys: equality.keys, values: new Map() };
      entry.keyed.set(path, keyed);
    }
    let set = keyed.values.get(equality.key);
    if (!set) {
      set = new Set();
      keyed.values.set(equality.key, set);
    }
    return set;
  }

  #prune({ target, equality }: Pause): void {
    const entry = this.#names.get(target);
    if (!entry) return;
    if (equality) {
      const path = equality.keys.join("\u0000");
      const keyed = entry.keyed.get(path);
      keyed?.values.delete(equality.key);
      if (keyed?.values.size === 0) entry.keyed.delete(path);
    }
    if (entry.plain.size === 0 && entry.keyed.size === 0) this.#names.delete(target);
  }
}
