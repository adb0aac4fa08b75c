import { uuidv7 } from "../../core/ids.ts";
import { bareAddress, type Entry, type EventType } from "./mail.ts";
import type { Suppression } from "./state.ts";
import type { Store } from "./store.ts";
import type { Webhooks } from "./webhooks.ts";

const TEST_ADDRESS = /^(delivered|bounced|complained|suppressed)(?:\+[^@]*)?@resend\.dev$/;

const testFate = (address: string) => TEST_ADDRESS.exec(bareAddress(address))?.[1];

/**
 * What will happen to a mail, in order. Resend's test addresses decide their own fate (with any `+label`); other
 * addresses get their mail unless they are suppressed. Recipients that are suppressed are left out; a mail is
 * suppressed when nobody is left.
 */
const fateOf = (recipients: string[], isSuppressed: (address: string) => boolean): EventType[] => {
  const fates = recipients
    .filter((address) => testFate(address) !== "suppressed" && !isSuppressed(address))
    .map(testFate);
  if (fates.length === 0) return ["suppressed"];
  if (fates.includes("bounced")) return ["sent", "bounced"];
  if (fates.includes("complained")) return ["sent", "delivered", "complained"];
  return ["sent", "delivered"];
};

type Options = {
  store: Store;
  webhooks: Webhooks;
  /** Between two events of a mail. */
  stepMs: number;
  nowMs: () => number;
  changed: () => void;
  warn: (message: string) => void;
};

/** What the recipient's side did; `link` is the one that was clicked. */
type Report = { type: "bounced" | "complained" | "opened" | "clicked"; link?: string | undefined };

const ENDS: EventType[] = ["bounced", "complained", "suppressed", "canceled"];

/** `setTimeout` overflows beyond 24.8 days, and a clock may be set: look again at least hourly. */
const LOOK_AGAIN_MS = 3_600_000;

/** Moves mails through their states, survives restarts, and records each step before it tells anyone. */
export class Delivery {
  readonly #options: Options;
  readonly #timers = new Map<string, NodeJS.Timeout>();
  #closed = false;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Starts, or goes on with, what is left of a mail's way. */
  advance(entry: Entry) {
    this.#after(entry, 0);
  }

  /** Reports something that only the recipient's side can know; bounces and complaints suppress. */
  async report(entry: Entry, { type, link }: Report) {
    if (type === "bounced") await this.#suppress(entry, "bounce");
    if (type === "complained") await this.#suppress(entry, "complaint");
    await this.#record(entry, type, link);
  }

  async cancel(entry: Entry) {
    clearTimeout(this.#timers.get(entry.id));
    this.#timers.delete(entry.id);
    await this.#record(entry, "canceled");
  }

  /** Picks up mails and webhooks that a crash or a stop left unfinished. */
  resume() {
    const { store, webhooks } = this.#options;
    for (const entry of store.entries.values()) {
      for (const event of entry.events.filter(({ settled }) => !settled))
        webhooks.send(entry, event);
      if (this.#nextStep(entry)) this.#after(entry, 0);
    }
  }

  close() {
    this.#closed = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  #after(entry: Entry, waitMs: number) {
    if (this.#closed) return;
    clearTimeout(this.#timers.get(entry.id));
    const timer = setTimeout(() => {
      this.#timers.delete(entry.id);
      this.#step(entry).catch((error: unknown) => {
        this.#options.warn(`mail ${entry.id} stands still for a second: ${String(error)}`);
        this.#after(entry, 1000);
      });
    }, waitMs);
    this.#timers.set(entry.id, timer);
  }

  async #step(entry: Entry): Promise<void> {
    if (this.#closed || !this.#nextStep(entry)) return;
    if (this.#waitMs(entry) > 0) {
      if (entry.events.length === 0) await this.#record(entry, "scheduled");
      this.#after(entry, Math.min(this.#waitMs(entry), LOOK_AGAIN_MS));
      return;
    }
    const type = this.#nextStep(entry);
    if (type) await this.#record(entry, type);
    if (this.#nextStep(entry)) this.#after(entry, this.#options.stepMs);
  }

  #waitMs({ scheduledAt }: Entry) {
    return scheduledAt ? Math.max(0, Date.parse(scheduledAt) - this.#options.nowMs()) : 0;
  }

  #nextStep(entry: Entry) {
    const done = entry.events.map((event) => event.type);
    if (done.some((type) => ENDS.includes(type))) return undefined;
    // A suppression that arrives after the mail has left does not call it back.
    const hasLeft = done.includes("sent");
    const fate = fateOf(
      [...entry.to, ...entry.cc, ...entry.bcc],
      (address) => !hasLeft && this.#options.store.isSuppressed(address),
    );
    return fate.find((type) => !done.includes(type));
  }

  async #record(entry: Entry, type: EventType, link?: string) {
    const { store, webhooks, nowMs, changed } = this.#options;
    const event = {
      id: `${entry.id}/${type}/${entry.events.length}`,
      type,
      at: new Date(nowMs()).toISOString(),
      settled: !webhooks.owes(type),
      ...(link !== undefined && { link }),
    };
    await store.record(entry.id, event);
    if (!event.settled) webhooks.send(entry, event);
    changed();
  }

  async #suppress(entry: Entry, origin: Suppression["origin"]) {
    const { store, nowMs } = this.#options;
    for (const address of entry.to.filter((to) => !testFate(to) && !store.isSuppressed(to)))
      await store.suppress({
        id: uuidv7(nowMs()),
        email: bareAddress(address),
        origin,
        sourceId: entry.id,
        createdAt: new Date(nowMs()).toISOString(),
      });
  }
}
