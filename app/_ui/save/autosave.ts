import { pretty } from "@/app/_ui/code/pretty";
import { asProblem, type Problem } from "@/app/_ui/http/send";

/** After the last change, and at most after the first one that is not saved. */
const AFTER_MS = 800;
const AT_MOST_MS = 1500;

/** Until the next try while the server cannot be reached: doubled each time, up to half a minute. */
const AGAIN_MS = 2000;
const AGAIN_MAX_MS = 30_000;

/** saved · typing (a save follows) · saving · conflict · failed */
export type SaveState = "saved" | "typing" | "saving" | "conflict" | "failed";

export type Saving<Answer> = { state: SaveState; problem: Problem | undefined; saved: Answer };

/** Where a document lives. `Answer` carries it with a mark of its version, which the next save builds on. */
export type Home<Document, Answer> = {
  /** Saves over the version that `over` carries, over whatever is there without. Rejects with a `Problem`. */
  store: (document: Document, over: Answer | undefined) => Promise<Answer>;
  read: () => Promise<Answer>;
  documentOf: (answer: Answer) => Document;
};

/** Whether the same save may go through later: nothing was reached, or the server is busy. */
export const isPassing = ({ status }: Problem): boolean =>
  status === 0 || status === 429 || status >= 500;

/**
 * The way of a document to the server: a second or so after a change, one save at a time, again by itself while the server
 * cannot be reached. Documents are told apart by identity, so an edit is a new one.
 */
export class Autosave<Document, Answer> {
  readonly #home: Home<Document, Answer>;
  #document: Document;
  #stored: Document;
  #now: Saving<Answer>;
  #running = Promise.resolve(true);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #since: number | undefined;
  #tries = 0;
  readonly #listeners = new Set<() => void>();

  constructor(home: Home<Document, Answer>, saved: Answer) {
    this.#home = home;
    this.#document = home.documentOf(saved);
    this.#stored = this.#document;
    this.#now = { state: "saved", problem: undefined, saved };
  }

  readonly now = (): Saving<Answer> => this.#now;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  #tell(news: Partial<Saving<Answer>>) {
    this.#now = { ...this.#now, ...news };
    for (const listener of this.#listeners) listener();
  }

  #saveIn(ms: number) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), ms);
  }

  /** The document as it is from now on. A conflict is for people to solve; saving again would only be refused again. */
  change(document: Document) {
    if (document === this.#document) return;
    this.#document = document;
    if (this.#now.state === "conflict") return;
    this.#since ??= Date.now();
    this.#tell({ state: "typing" });
    this.#saveIn(Math.max(0, Math.min(AFTER_MS, this.#since + AT_MOST_MS - Date.now())));
  }

  /** Saves what is there now; true when nothing is left unsaved. `overwrite` saves over what others did. */
  readonly flush = (overwrite = false): Promise<boolean> => {
    clearTimeout(this.#timer);
    // One after the other: each save names the version that the one before made.
    this.#running = this.#running.then(() => this.#save(overwrite));
    return this.#running;
  };

  async #save(overwrite: boolean): Promise<boolean> {
    const sent = this.#document;
    this.#since = undefined;
    if (sent === this.#stored && !overwrite) {
      this.#tell({ state: "saved", problem: undefined });
      return true;
    }
    // While it is tried again by itself the reader is not told of every try.
    if (this.#now.state !== "failed") this.#tell({ state: "saving" });
    try {
      const saved = await (overwrite ? this.#home.store(sent, undefined) : this.#build(sent));
      this.#stored = sent;
      this.#tries = 0;
      const state = this.#document === sent ? "saved" : "typing";
      this.#tell({ state, problem: undefined, saved });
      return true;
    } catch (error) {
      const problem = asProblem(error);
      this.#tell({ state: problem.code === "conflict" ? "conflict" : "failed", problem });
      if (isPassing(problem)) {
        const pause = Math.min(AGAIN_MAX_MS, AGAIN_MS * 2 ** this.#tries++);
        this.#saveIn(Math.max(pause, (problem.retryAfterS ?? 0) * 1000));
      }
      return false;
    }
  }

  /** Saves over the version known here, and finds out whether what stands against it is somebody else's work. */
  async #build(sent: Document): Promise<Answer> {
    try {
      return await this.#home.store(sent, this.#now.saved);
    } catch (error) {
      if (asProblem(error).code !== "conflict") throw error;
      const there = await this.#home.read();
      const text = pretty(this.#home.documentOf(there));
      // An earlier try had arrived, only its answer was lost.
      if (text === pretty(sent)) return there;
      if (text !== pretty(this.#stored)) throw error;
      // Only what stands around the document has changed.
      return this.#home.store(sent, there);
    }
  }

  /** Takes what the server has instead of what is here; answers its document. */
  adopt(saved: Answer): Document {
    clearTimeout(this.#timer);
    this.#since = undefined;
    this.#document = this.#home.documentOf(saved);
    this.#stored = this.#document;
    this.#tell({ state: "saved", problem: undefined, saved });
    return this.#document;
  }

  /** The server was read again. Answers its document when that is another one and nothing here is unsaved. */
  hear(saved: Answer): Document | undefined {
    if (this.#now.state !== "saved" || this.#document !== this.#stored) return undefined;
    if (pretty(this.#home.documentOf(saved)) !== pretty(this.#stored)) return this.adopt(saved);
    this.#tell({ saved });
    return undefined;
  }

  /** The editor is left inside the app: what waits for its second is sent at once. */
  leave() {
    if (this.#since !== undefined) void this.flush();
  }
}
