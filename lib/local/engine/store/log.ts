import { arrayLiteral, deletePart, writePart } from "./sql.ts";
import { type Rows, TABLES, type TableName } from "./tables.ts";

/** What the log needs of a database session. */
export type Session = { run: (statement: string, parameters: string[]) => Promise<unknown> };

type Slot = { value: unknown } | { gone: string[] };
type Batch = {
  tables: Map<TableName, Map<string, Slot>>;
  after: (() => void)[];
  lost: (() => void)[];
  rows: number;
};
type Statement = { text: string; parameters: string[] };

const NAMES = Object.keys(TABLES) as TableName[];

/** Time between two attempts at a commit the database has no room for. */
const AGAIN_MS = 250;

/**
 * True when the database lives but cannot take a write now: no space, no memory, a disk that fails. Nothing of the
 * statement was kept then, so the same one can be sent again.
 */
const isShortage = (error: unknown): boolean => {
  const { code = "", message = "" } = (error ?? {}) as { code?: string; message?: string };
  return /^5[38]/.test(code) || /No space left|File too large|could not extend/i.test(message);
};

const empty = (): Batch => ({ tables: new Map(), after: [], lost: [], rows: 0 });

/**
 * The group-commit log. A handler changes memory and puts the rows that changed, all in one turn of the event
 * loop; the open batch is then written as one statement, which is one transaction and one fsync. While it is on
 * its way the next batch fills. Only the last image of a row is kept, because the parts of one statement do not
 * see each other. Every statement asserts the epoch, so an engine that lost its place cannot write.
 */
export class Log {
  readonly #session: Session;
  readonly #epoch: number;
  readonly #failed: (error: unknown) => void;
  readonly #short: (error: unknown) => void;
  readonly #texts = new Map<string, string>();
  #open = empty();
  #flying: Batch | null = null;
  #scheduled = false;
  #dead = false;
  #stuck = false;
  commits = 0;
  /** Milliseconds the commits took. */
  busyMs = 0;
  rows = 0;

  /** `failed` ends the log's life; `short` says that commits wait for room in the database. */
  constructor(
    session: Session,
    epoch: number,
    failed: (error: unknown) => void,
    short: (error: unknown) => void = () => {},
  ) {
    this.#session = session;
    this.#epoch = epoch;
    this.#failed = failed;
    this.#short = short;
  }

  /** True while the database has no room for what is to be committed. */
  get stuck(): boolean {
    return this.#stuck;
  }

  /** Rows that are not committed yet. */
  get pending(): number {
    return this.#open.rows + (this.#flying?.rows ?? 0);
  }

  put<K extends TableName>(name: K, key: string, value: Rows[K]): void {
    if (name === "runUpdate" && this.#open.tables.get("run")?.has(key)) return;
    const slots = this.#slots(name);
    if (TABLES[name].write === "insert" && slots.has(key)) return;
    slots.set(key, { value });
    this.#soon();
  }

  delete(name: TableName, key: string, keys: string[]): void {
    this.#slots(name).set(key, { gone: keys });
    this.#soon();
  }

  /** Calls back when everything put so far is durable, at once when it is; or calls `lost` when that never comes. */
  after(done: () => void, lost?: () => void): void {
    if (this.#dead) {
      lost?.();
      return;
    }
    const batch = this.#open.rows > 0 ? this.#open : this.#flying;
    if (!batch) done();
    else {
      batch.after.push(done);
      if (lost) batch.lost.push(lost);
    }
  }

  /** Resolves when everything put so far is durable; rejects when that never comes. */
  settled(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.after(resolve, () => reject(new Error("the engine lost its database")));
    });
  }

  /** Forgets what is not committed and never writes or calls back again. */
  kill(): void {
    this.#dead = true;
    const batches = [this.#flying, this.#open];
    this.#open = empty();
    for (const batch of batches) for (const lost of batch?.lost ?? []) lost();
  }

  #slots(name: TableName): Map<string, Slot> {
    let slots = this.#open.tables.get(name);
    if (!slots) {
      slots = new Map();
      this.#open.tables.set(name, slots);
    }
    this.#open.rows++;
    return slots;
  }

  #soon(): void {
    if (this.#scheduled || this.#flying || this.#dead) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      void this.#flush();
    });
  }

  async #flush(): Promise<void> {
    if (this.#dead || this.#flying || this.#open.rows === 0) return;
    const batch = this.#open;
    this.#open = empty();
    this.#flying = batch;
    const began = performance.now();
    try {
      await this.#commit(this.#statement(batch));
    } catch (error) {
      if (!this.#dead) this.#failed(error);
      return;
    }
    this.#flying = null;
    if (this.#dead) return;
    this.commits++;
    this.busyMs += performance.now() - began;
    this.rows += batch.rows;
    for (const done of batch.after) done();
    if (this.#open.rows > 0) this.#soon();
  }

  /** Sends a batch until the database has room for it; its rows were read once, so they stay the same. */
  async #commit({ text, parameters }: Statement): Promise<void> {
    for (;;) {
      try {
        await this.#session.run(text, parameters);
        this.#stuck = false;
        return;
      } catch (error) {
        if (this.#dead || !isShortage(error)) throw error;
        if (!this.#stuck) this.#short(error);
        this.#stuck = true;
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
    }
  }

  #statement(batch: Batch): Statement {
    const parameters = [String(this.#epoch)];
    const shape: string[] = [];
    const parts: (() => string)[] = [];
    for (const name of NAMES) {
      const slots = batch.tables.get(name);
      if (slots) this.#encode(name, [...slots.values()], { parameters, shape, parts });
    }
    const key = shape.join();
    let text = this.#texts.get(key);
    if (!text) {
      const ctes = parts.map((part, i) => `p${i} as (${part()})`).join(", ");
      text = `with ${ctes} select 1 / (epoch = $1::int8)::int from engine.meta`;
      this.#texts.set(key, text);
    }
    return { text, parameters };
  }

  #encode(
    name: TableName,
    slots: Slot[],
    into: { parameters: string[]; shape: string[]; parts: (() => string)[] },
  ): void {
    const table = TABLES[name];
    const image = table.image as (value: unknown) => (string | number | null)[];
    const rows = slots.flatMap((slot) => ("value" in slot ? [image(slot.value)] : []));
    const gone = slots.flatMap((slot) => ("gone" in slot ? [slot.gone] : []));
    if (rows.length > 0) {
      const first = into.parameters.length + 1;
      into.shape.push(name);
      into.parts.push(() => writePart(table, first));
      table.columns.forEach((_, i) => {
        into.parameters.push(arrayLiteral(rows.map((row) => row[i] ?? null)));
      });
    }
    if (gone.length > 0) {
      const first = into.parameters.length + 1;
      into.shape.push(`-${name}`);
      into.parts.push(() => deletePart(table, first));
      table.keys.forEach((_, i) => {
        into.parameters.push(arrayLiteral(gone.map((keys) => keys[i] ?? null)));
      });
    }
  }
}
