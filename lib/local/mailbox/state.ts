import type { Entry, Mail, MailEvent, Position } from "./mail.ts";

/** What an idempotency key was used for; `response` is answered again for 24 hours. */
export type UsedKey = { key: string; fingerprint: string; atMs: number; response: unknown };

/** An address that gets no mail any more. `sourceId` is the mail that caused it. */
export type Suppression = {
  id: string;
  email: string;
  origin: "bounce" | "complaint" | "manual";
  sourceId: string | null;
  createdAt: string;
};

/** A line of the journal. A mail counts only once its `commit` is there. */
export type Line =
  | { t: "mail"; mail: Mail }
  | { t: "commit"; ids: string[]; key?: UsedKey | undefined }
  | { t: "event"; mailId: string; event: MailEvent }
  | { t: "settled"; mailId: string; eventId: string }
  | { t: "schedule"; mailId: string; scheduledAt: string }
  | { t: "suppress"; suppression: Suppression }
  | { t: "release"; email: string }
  | { t: "state"; suppressions: Suppression[]; keys: UsedKey[] };

const KEY_MS = 24 * 3_600_000;

const toEntry = ({ html, text, attachments, ...rest }: Mail, position: Position): Entry => ({
  ...rest,
  events: [],
  position,
});

/** What the journal's lines add up to. */
export class State {
  readonly entries = new Map<string, Entry>();
  readonly suppressions = new Map<string, Suppression>();
  readonly #keys = new Map<string, UsedKey>();
  readonly #nowMs: () => number;
  #uncommitted = new Map<string, Entry>();

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  apply(line: Line, position: Position): void {
    switch (line.t) {
      case "mail":
        this.#uncommitted.set(line.mail.id, toEntry(line.mail, position));
        return;
      case "commit":
        this.#commit(line.ids, line.key);
        return;
      case "event":
        this.entries.get(line.mailId)?.events.push(line.event);
        return;
      case "settled":
        this.#settle(line.mailId, line.eventId);
        return;
      case "schedule":
        this.#schedule(line.mailId, line.scheduledAt);
        return;
      case "suppress":
        this.suppressions.set(line.suppression.email, line.suppression);
        return;
      case "release":
        this.suppressions.delete(line.email);
        return;
      case "state":
        this.#restore(line);
        return;
      default:
        line satisfies never;
    }
  }

  /** All that must outlive the segments it was written to. */
  header(): Line {
    this.#forgetOldKeys();
    return {
      t: "state",
      suppressions: [...this.suppressions.values()],
      keys: [...this.#keys.values()],
    };
  }

  /** The use of a key within the last 24 hours. */
  usedKey(key: string): UsedKey | null {
    this.#forgetOldKeys();
    return this.#keys.get(key) ?? null;
  }

  #commit(ids: string[], key: UsedKey | undefined) {
    for (const id of ids) {
      const entry = this.#uncommitted.get(id);
      if (entry) this.entries.set(id, entry);
    }
    this.#uncommitted = new Map();
    this.#forgetOldKeys();
    if (!key) return;
    this.#keys.delete(key.key);
    this.#keys.set(key.key, key);
  }

  #settle(mailId: string, eventId: string) {
    const event = this.entries.get(mailId)?.events.find(({ id }) => id === eventId);
    if (event) event.settled = true;
  }

  #schedule(mailId: string, scheduledAt: string) {
    const entry = this.entries.get(mailId);
    if (entry) entry.scheduledAt = scheduledAt;
  }

  #restore({ suppressions, keys }: Extract<Line, { t: "state" }>) {
    this.suppressions.clear();
    for (const suppression of suppressions) this.suppressions.set(suppression.email, suppression);
    this.#keys.clear();
    for (const key of keys) this.#keys.set(key.key, key);
  }

  /** Keys lie in the order of their use, so the first young one ends the search. */
  #forgetOldKeys() {
    for (const [key, used] of this.#keys) {
      if (this.#nowMs() - used.atMs < KEY_MS) return;
      this.#keys.delete(key);
    }
  }
}
