import type { Kernel } from "../core/kernel.ts";
import { migrateEngine, openReader, openWriter, takeOver, tryLock } from "../store/session.ts";
import { assemble, dismantle, type Parts } from "./assemble.ts";
import { boot } from "./boot.ts";

const STANDBY_POLL_MS = 300;
const RECONNECT_MS = 250;

type LeaderOptions = Omit<Parts, "writer" | "reader" | "epoch" | "failed"> & {
  /** Called with each new kernel when it is complete. */
  started: (kernel: Kernel) => void;
  /** Called once when the database has been away for too long. */
  gone: (error: unknown) => void;
};

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Holds the place of the one engine that writes. It waits for the lock, loads the state and leads until the
 * database session breaks; then it forgets everything and starts over, as a new process would.
 */
export class Leader {
  readonly #options: LeaderOptions;
  #kernel: Kernel | null = null;
  #closing = false;
  #endTerm: (() => void) | null = null;
  #downSince: number | null = null;
  #looked: () => void = () => {};
  /** Resolves when the database has answered for the first time, whoever leads. */
  readonly firstLook: Promise<void> = new Promise((resolve) => {
    this.#looked = resolve;
  });
  #loop: Promise<void> = Promise.resolve();

  constructor(options: LeaderOptions) {
    this.#options = options;
  }

  /** The kernel while this engine leads. */
  get kernel(): Kernel | null {
    return this.#kernel;
  }

  start(): void {
    this.#loop = this.#run();
  }

  async close(): Promise<void> {
    this.#closing = true;
    const kernel = this.#kernel;
    if (kernel) await Promise.race([kernel.log.settled().catch(() => {}), wait(1_000)]);
    this.#endTerm?.();
    await Promise.race([this.#loop, wait(1_500)]);
  }

  async #run(): Promise<void> {
    while (!this.#closing) {
      try {
        await this.#term();
        this.#downSince = null;
      } catch (error) {
        if (this.#closing) return;
        this.#options.logger("warn", "the database is away", { why: String(error) });
        this.#downSince ??= Date.now();
        if (Date.now() - this.#downSince > this.#options.options.databaseDownMs) {
          this.#options.gone(error);
          return;
        }
      }
      if (!this.#closing) await wait(RECONNECT_MS);
    }
  }

  async #term(): Promise<void> {
    let end: () => void = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const url = this.#options.options.databaseUrl;
    const writer = openWriter(url, end);
    const reader = openReader(url);
    this.#endTerm = end;
    try {
      await this.#lead({ writer, reader }, ended, end);
    } finally {
      this.#endTerm = null;
      await Promise.allSettled([writer.end({ timeout: 1 }), reader.end({ timeout: 1 })]);
    }
  }

  async #lead(
    sessions: Pick<Parts, "writer" | "reader">,
    ended: Promise<void>,
    end: () => void,
  ): Promise<void> {
    const { options, logger, started } = this.#options;
    let over = false;
    void ended.then(() => {
      over = true;
    });
    while (!(await tryLock(sessions.writer))) {
      this.#looked();
      await Promise.race([wait(STANDBY_POLL_MS), ended]);
      if (over || this.#closing) return;
    }
    await migrateEngine(sessions.writer);
    const epoch = await takeOver(sessions.writer);
    const kernel = assemble({
      ...this.#options,
      ...sessions,
      options,
      epoch,
      failed: (error) => {
        logger("error", "a commit failed; the state is loaded anew", { why: String(error) });
        end();
      },
    });
    try {
      const began = performance.now();
      const runs = await boot(kernel);
      this.#downSince = null;
      this.#kernel = kernel;
      this.#looked();
      logger("info", "leading", {
        epoch,
        runs: runs.length,
        bootMs: Math.round(performance.now() - began),
      });
      started(kernel);
      await ended;
    } finally {
      this.#kernel = null;
      dismantle(kernel);
    }
  }
}
