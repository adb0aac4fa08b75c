import { type FileHandle, mkdir, open, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Position } from "./mail.ts";

type Applied = (positions: Position[]) => void;
type Job = {
  lines: Buffer[];
  applied: Applied;
  resolve: () => void;
  reject: (error: unknown) => void;
};
type Options = {
  dir: string;
  segmentBytes: number;
  /** The first line of a new segment: all state that older segments may not take with them. */
  header: () => string;
  replay: (line: string, position: Position) => void;
};

const NEWLINE = 0x0a;
const fileOf = (dir: string, segment: number) =>
  join(dir, `segment-${String(segment).padStart(8, "0")}.ndjson`);

const segmentsIn = async (dir: string) =>
  (await readdir(dir))
    .map((name) => /^segment-(\d{8})\.ndjson$/.exec(name)?.[1])
    .filter((digits) => digits !== undefined)
    .map(Number)
    .sort((a, b) => a - b);

/** Replays one segment and returns its length without a torn last line. */
const replaySegment = async (dir: string, segment: number, replay: Options["replay"]) => {
  const handle = await open(fileOf(dir, segment), "r");
  try {
    let rest = Buffer.alloc(0);
    let offset = 0;
    for await (const chunk of handle.createReadStream({
      autoClose: false,
      highWaterMark: 1 << 20,
    })) {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE)) {
        replay(rest.toString("utf8", 0, end), { segment, offset, length: end });
        offset += end + 1;
        rest = rest.subarray(end + 1);
      }
    }
    return offset;
  } finally {
    await handle.close();
  }
};

const syncDirectory = async (dir: string) => {
  const handle = await open(dir, "r");
  await handle.sync().finally(() => handle.close());
};

/**
 * An append-only log of lines in numbered segments. Lines that are appended together, and by callers that
 * wait at the same time, share one write and one fsync. A torn last line (a crash while writing) is cut off
 * when the log is opened.
 */
export class Journal {
  readonly #options: Options;
  readonly #sizes: Map<number, number>;
  #active: number;
  #handle: FileHandle;
  #queue: Job[] = [];
  #running: Promise<void> | null = null;
  #broken: unknown = null;

  private constructor(
    options: Options,
    sizes: Map<number, number>,
    active: number,
    handle: FileHandle,
  ) {
    this.#options = options;
    this.#sizes = sizes;
    this.#active = active;
    this.#handle = handle;
  }

  /** Replays what is there, then opens it for writing. Rejects when the directory cannot be written. */
  static async open(options: Options): Promise<Journal> {
    const { dir, replay } = options;
    await mkdir(dir, { recursive: true, mode: 0o700 });
    const sizes = new Map<number, number>();
    for (const segment of await segmentsIn(dir))
      sizes.set(segment, await replaySegment(dir, segment, replay));
    const active = Math.max(1, ...sizes.keys());
    const size = sizes.get(active) ?? 0;
    const handle = await open(fileOf(dir, active), "a+", 0o600);
    await handle.truncate(size);
    await syncDirectory(dir);
    sizes.set(active, size);
    return new Journal(options, sizes, active, handle);
  }

  /**
   * Resolves once the lines are on disk and applied; rejects, with nothing written, when they cannot be.
   * `applied` runs after the fsync and in log order.
   */
  append(lines: string[], applied: Applied): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const bytes = lines.map((line) => Buffer.from(`${line}\n`));
    this.#queue.push({ lines: bytes, applied, resolve, reject });
    this.#running ??= this.#drain();
    return promise;
  }

  /** One line that was appended before. */
  async read({ segment, offset, length }: Position): Promise<string> {
    const reader = await open(fileOf(this.#options.dir, segment), "r");
    try {
      const { buffer } = await reader.read(Buffer.alloc(length), 0, length, offset);
      return buffer.toString("utf8");
    } finally {
      await reader.close();
    }
  }

  /** Segments and their bytes, oldest first; the last one is being written. */
  segments() {
    return [...this.#sizes].map(([segment, bytes]) => ({ segment, bytes }));
  }

  async drop(segment: number) {
    this.#sizes.delete(segment);
    await rm(fileOf(this.#options.dir, segment), { force: true });
  }

  async close() {
    await this.#running;
    await this.#handle.close();
  }

  async #drain() {
    while (this.#queue.length > 0) {
      const jobs = this.#queue;
      this.#queue = [];
      try {
        if (this.#broken) throw this.#broken;
        if ((this.#sizes.get(this.#active) ?? 0) >= this.#options.segmentBytes) await this.#roll();
        let offset = await this.#write(Buffer.concat(jobs.flatMap((job) => job.lines)));
        for (const job of jobs) offset = this.#settle(job, offset);
      } catch (error) {
        for (const job of jobs) job.reject(error);
      }
    }
    this.#running = null;
  }

  async #write(data: Buffer) {
    const size = this.#sizes.get(this.#active) ?? 0;
    try {
      await this.#handle.appendFile(data);
      await this.#handle.datasync();
    } catch (error) {
      await this.#handle.truncate(size).catch(() => {
        this.#broken = error;
      });
      throw error;
    }
    this.#sizes.set(this.#active, size + data.length);
    return size;
  }

  async #roll() {
    const { dir, header } = this.#options;
    await this.#handle.close();
    this.#active += 1;
    this.#handle = await open(fileOf(dir, this.#active), "a+", 0o600);
    this.#sizes.set(this.#active, 0);
    await syncDirectory(dir);
    await this.#write(Buffer.from(`${header()}\n`));
  }

  #settle(job: Job, start: number) {
    let offset = start;
    const positions = job.lines.map((line) => {
      const position = { segment: this.#active, offset, length: line.length - 1 };
      offset += line.length;
      return position;
    });
    job.applied(positions);
    job.resolve();
    return offset;
  }
}
