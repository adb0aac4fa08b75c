import { Journal } from "./journal.ts";
import { bareAddress, type Entry, isBusy, type Mail, type MailEvent } from "./mail.ts";
import { type Line, State, type Suppression, type UsedKey } from "./state.ts";

type Options = {
  dir: string;
  keep: number;
  segmentBytes: number;
  bytesMax: number;
  nowMs: () => number;
  warn: (message: string) => void;
};

const openJournal = ({ dir, segmentBytes, warn }: Options, state: State) =>
  Journal.open({
    dir,
    segmentBytes,
    header: () => JSON.stringify(state.header()),
    replay: (text, position) => {
      try {
        state.apply(JSON.parse(text), position);
      } catch {
        warn(`line at byte ${position.offset} of segment ${position.segment} cannot be read`);
      }
    },
  });

/**
 * Everything the mailbox knows. Each change is on disk before its promise resolves and before it can be
 * read. Holds the newest `keep` mails; a mail that still has something to do is never dropped.
 */
export class Store {
  readonly #options: Options;
  readonly #state: State;
  readonly #journal: Journal;
  #segmentCount = 0;
  #dropping: Promise<void> = Promise.resolve();

  private constructor(options: Options, state: State, journal: Journal) {
    this.#options = options;
    this.#state = state;
    this.#journal = journal;
  }

  static async open(options: Options): Promise<Store> {
    const state = new State(options.nowMs);
    const store = new Store(options, state, await openJournal(options, state));
    store.#bound();
    await store.#dropping;
    return store;
  }

  /** Mails by id, oldest first. */
  get entries(): ReadonlyMap<string, Entry> {
    return this.#state.entries;
  }

  /** Suppressions by bare address. */
  get suppressions(): ReadonlyMap<string, Suppression> {
    return this.#state.suppressions;
  }

  usedKey(key: string) {
    return this.#state.usedKey(key);
  }

  isSuppressed(address: string) {
    return this.suppressions.has(bareAddress(address));
  }

  /** All mails become visible together with their key, or none does. */
  accept(mails: Mail[], key?: UsedKey) {
    return this.#append([
      ...mails.map((mail): Line => ({ t: "mail", mail })),
      { t: "commit", ids: mails.map((mail) => mail.id), key },
    ]);
  }

  record(mailId: string, event: MailEvent) {
    return this.#append([{ t: "event", mailId, event }]);
  }

  settle(mailId: string, eventId: string) {
    return this.#append([{ t: "settled", mailId, eventId }]);
  }

  reschedule(mailId: string, scheduledAt: string) {
    return this.#append([{ t: "schedule", mailId, scheduledAt }]);
  }

  suppress(suppression: Suppression) {
    return this.#append([{ t: "suppress", suppression }]);
  }

  release(email: string) {
    return this.#append([{ t: "release", email }]);
  }

  /** The whole mail with its bodies, read from disk. */
  async load(entry: Entry): Promise<Mail> {
    const line: { mail: Mail } = JSON.parse(await this.#journal.read(entry.position));
    return { ...line.mail, scheduledAt: entry.scheduledAt };
  }

  async close() {
    await this.#dropping;
    await this.#journal.close();
  }

  async #append(lines: Line[]) {
    await this.#journal.append(
      lines.map((line) => JSON.stringify(line)),
      (positions) => {
        for (const [index, line] of lines.entries()) {
          const position = positions[index];
          if (position) this.#state.apply(line, position);
        }
      },
    );
    this.#bound();
  }

  #bound() {
    this.#evict();
    if (this.#journal.segments().length === this.#segmentCount) return;
    this.#segmentCount = this.#journal.segments().length;
    this.#dropping = this.#dropping
      .then(() => this.#dropSegments())
      .catch((error: unknown) => this.#options.warn(`old segments stay: ${String(error)}`));
  }

  #evict() {
    const { entries } = this.#state;
    let excess = entries.size - this.#options.keep;
    for (const entry of entries.values()) {
      if (excess <= 0) return;
      if (isBusy(entry)) continue;
      entries.delete(entry.id);
      excess -= 1;
    }
  }

  /** Removes segments whose mails are all gone, and beyond `bytesMax` also those whose mails are done. */
  async #dropSegments() {
    const { entries } = this.#state;
    const segments = this.#journal.segments();
    let bytes = segments.reduce((sum, segment) => sum + segment.bytes, 0);
    for (const oldest of segments.slice(0, -1)) {
      const own = [...entries.values()].filter((one) => one.position.segment === oldest.segment);
      if (own.some(isBusy) || (own.length > 0 && bytes <= this.#options.bytesMax)) break;
      for (const entry of own) entries.delete(entry.id);
      await this.#journal.drop(oldest.segment);
      bytes -= oldest.bytes;
    }
    this.#segmentCount = this.#journal.segments().length;
  }
}
