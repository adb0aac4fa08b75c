import { setTimeout as pause } from "node:timers/promises";
import { type Body, performItem } from "@/lib/domain/runs/execution/items/body";
import { type ItemState, recordAndClaim } from "@/lib/domain/runs/execution/items/item-ledger";
import type { Loop } from "@/lib/domain/runs/execution/surroundings";

/** How far a durable step got: the items it was given from `next` on were not begun, and `failed` stopped it. */
export type Pumped = { next: number; failed?: true; over?: true };

// A durable step that takes longer could be taken for dead; what is left is for the next one.
const BUSY_MS = 20_000;
// Shorter waits are not worth a durable step of their own.
const SHORT_MS = 1000;

/** Performs some items, at most `concurrency` at once, recording and claiming as they end. */
class Pump<C> {
  private readonly running = new Map<number, Promise<void>>();
  private readonly again = new Map<number, number>();
  private done: ItemState[] = [];
  private next = 0;
  private broken: { error: unknown } | undefined;
  private isOver = false;
  private hasFailed = false;
  private readonly stopAt: number;
  private readonly body: Body<C>;
  private readonly loop: Loop;
  private readonly indexes: readonly number[];

  constructor(body: Body<C>, loop: Loop, indexes: readonly number[]) {
    this.body = body;
    this.loop = loop;
    this.indexes = indexes;
    this.stopAt = body.around.now().getTime() + BUSY_MS;
  }

  async toEnd(): Promise<Pumped> {
    for (;;) {
      const claims = this.claims();
      if (this.done.length > 0 || claims.length > 0) await this.exchange(claims);
      else if (this.running.size > 0) await Promise.race(this.running.values());
      else if (!(await this.waitForShort())) break;
      if (this.broken) throw this.broken.error;
      if (this.isOver) return { next: this.next, over: true };
    }
    return { next: this.next, ...(this.stops() && { failed: true }) };
  }

  private stops(): boolean {
    return this.hasFailed && this.loop.onItemError === "fail";
  }

  /** The indexes to begin with now: those whose short wait is over, then new ones. */
  private claims(): number[] {
    const now = this.body.around.now().getTime();
    if (this.stops()) return [];
    const free = this.loop.concurrency - this.running.size;
    const due = [...this.again].filter(([, at]) => at <= now).map(([index]) => index);
    const picked = due.slice(0, Math.max(free, 0));
    for (const index of picked) this.again.delete(index);
    while (picked.length < free && this.next < this.indexes.length && now < this.stopAt) {
      const index = this.indexes[this.next++];
      if (index !== undefined) picked.push(index);
    }
    return picked;
  }

  private async exchange(claims: readonly number[]): Promise<void> {
    const { run, stepId, around } = this.body;
    const done = this.done.splice(0);
    const next = claims.map((index) => ({ index, item: this.loop.items[index] }));
    const key = { tenantId: run.tenantId, runId: run.runId, stepId };
    const claimed = await recordAndClaim(around.db, key, done, next, around.now());
    if (!claimed) {
      this.isOver = true;
      return;
    }
    for (const state of done) this.remember(state);
    for (const claim of claimed) {
      const work = performItem(this.body, this.loop.items[claim.index], claim)
        .then((state) => {
          if (!state) this.isOver = true;
          else {
            this.done.push(state);
            this.hasFailed ||= state.status === "failed";
          }
        })
        .catch((error) => {
          this.broken ??= { error };
        })
        .finally(() => this.running.delete(claim.index));
      this.running.set(claim.index, work);
    }
  }

  private remember(state: ItemState): void {
    if (state.status !== "waiting") return;
    const at = Date.parse(state.dueAt);
    if (at - this.body.around.now().getTime() <= SHORT_MS) this.again.set(state.index, at);
  }

  /** Waits for the next item whose wait is short; false when there is none. */
  private async waitForShort(): Promise<boolean> {
    const now = this.body.around.now().getTime();
    if (this.stops() || this.again.size === 0 || now >= this.stopAt) return false;
    await pause(Math.max(1, Math.min(...this.again.values()) - now));
    return true;
  }
}

/** Performs the items at `indexes` for a bounded time; those that are done already are passed over. */
export const pumpItems = <C>(
  body: Body<C>,
  loop: Loop,
  indexes: readonly number[],
): Promise<Pumped> => new Pump(body, loop, indexes).toEnd();
