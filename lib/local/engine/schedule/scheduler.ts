import { type Entry, Heap } from "./heap.ts";
import { type Lane, Lanes } from "./lanes.ts";

/** What can be scheduled. `flow` is whose work it is (a tenant); the lists say under which limits it runs. */
export type Task = {
  flow: string;
  priorityMs: number;
  /** True when its run has begun: such work goes before new runs, so that few runs are open at a time. */
  continues: boolean;
  lanes: { key: string; limit: number }[];
  /** When it was queued, on the machine's steady clock. */
  queuedAt: number;
};

/** A further condition for starting, such as how much the application takes at present. */
type Gate = { open: () => boolean; begin: (task: Task) => void; end: (task: Task) => void };

const ALWAYS: Gate = { open: () => true, begin: () => {}, end: () => {} };

type Item<J> = {
  job: J;
  task: Task;
  score: number;
  entry: Entry<Item<J>> | null;
  home: Heap<Item<J>> | null;
  wokenBy: Lane<Item<J>> | null;
};

/** The gap one flow's queued jobs are spread by: with it, two flows with work take turns. */
const FLOW_SPACING_MS = 20;
/** Of so many starts, one goes to a new run even when begun runs have work. */
const FRESH_SHARE = 4;

/**
 * Decides which job starts next. A job's score is the time it came, spaced out within its flow, less its
 * priority: older work overtakes by itself and a flow with a long queue cannot push others aside. A job whose
 * lane is full waits in that lane's own heap and costs nothing until a place is free.
 */
export class Scheduler<J extends object> {
  readonly #lanes = new Lanes<Item<J>>();
  readonly #fresh = new Heap<Item<J>>();
  readonly #going = new Heap<Item<J>>();
  readonly #flows = new Map<string, { queued: number; tag: number }>();
  readonly #items = new Map<J, Item<J>>();
  readonly #limit: number;
  readonly #start: (job: J) => void;
  readonly #gate: Gate;
  #inFlight = 0;
  #turn = 0;
  #scheduled = false;
  #paused = false;

  constructor(limit: number, start: (job: J) => void, gate: Gate = ALWAYS) {
    this.#limit = limit;
    this.#start = start;
    this.#gate = gate;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  get queued(): number {
    return this.#items.size;
  }

  flowDepth(flow: string): number {
    return this.#flows.get(flow)?.queued ?? 0;
  }

  lanes(): { key: string; limit: number; used: number; waiting: number }[] {
    return [...this.#lanes.all()].map((lane) => ({
      key: lane.key,
      limit: lane.limit,
      used: lane.used,
      waiting: lane.waiting.size,
    }));
  }

  stop(): void {
    this.#paused = true;
  }

  /** Looks again whether something may start: the gate has opened. */
  poke(): void {
    this.#pumpSoon();
  }

  enqueue(job: J, task: Task, nowMs: number): void {
    if (this.#items.has(job)) return;
    const flow = this.#flows.get(task.flow) ?? { queued: 0, tag: 0 };
    flow.tag = flow.queued > 0 && task.flow ? Math.max(nowMs, flow.tag + FLOW_SPACING_MS) : nowMs;
    flow.queued++;
    this.#flows.set(task.flow, flow);
    const score = flow.tag - task.priorityMs;
    const item: Item<J> = { job, task, score, entry: null, home: null, wokenBy: null };
    this.#items.set(job, item);
    this.#ready(item);
    this.#pumpSoon();
  }

  /** Takes a queued job out again; nothing happens when it is not queued. */
  remove(job: J): void {
    const item = this.#items.get(job);
    if (!item) return;
    if (item.entry) item.home?.remove(item.entry);
    const lane = item.wokenBy;
    this.#forget(item);
    if (lane) this.#wake(lane);
  }

  /** Frees the places a started job held. Call once for each start. */
  release(held: Task): void {
    this.#inFlight--;
    this.#gate.end(held);
    for (const { key, limit } of held.lanes) {
      const lane = this.#lanes.open(key, limit);
      lane.used--;
      this.#wake(lane);
      this.#lanes.sweep(lane);
    }
    this.#pumpSoon();
  }

  #ready(item: Item<J>): void {
    item.home = item.task.continues ? this.#going : this.#fresh;
    item.entry = item.home.push(item.score, item);
  }

  #forget(item: Item<J>): void {
    this.#items.delete(item.job);
    const flow = this.#flows.get(item.task.flow);
    if (flow && --flow.queued === 0) this.#flows.delete(item.task.flow);
  }

  #wake(lane: Lane<Item<J>>): void {
    if (lane.used >= lane.limit) return;
    const next = lane.waiting.pop();
    if (!next) return;
    next.wokenBy = lane;
    this.#ready(next);
    this.#pumpSoon();
  }

  #pumpSoon(): void {
    if (this.#scheduled || this.#paused) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      this.#pump();
    });
  }

  #pump(): void {
    while (!this.#paused && this.#inFlight < this.#limit) {
      if (this.#fresh.size + this.#going.size === 0) return;
      if (!this.#gate.open()) return;
      const freshFirst = ++this.#turn % FRESH_SHARE === 0;
      const item = freshFirst
        ? (this.#fresh.pop() ?? this.#going.pop())
        : (this.#going.pop() ?? this.#fresh.pop());
      if (!item) return;
      item.entry = null;
      this.#startOrPark(item);
    }
  }

  #startOrPark(item: Item<J>): void {
    const lanes = item.task.lanes.map(({ key, limit }) => this.#lanes.open(key, limit));
    const full = lanes.find((lane) => lane.used >= lane.limit);
    const woken = item.wokenBy;
    item.wokenBy = null;
    if (full) {
      item.home = full.waiting;
      item.entry = this.#lanes.wait(full, item.score, item);
      for (const lane of lanes) this.#lanes.sweep(lane);
      if (woken && woken !== full) this.#wake(woken);
      return;
    }
    for (const lane of lanes) lane.used++;
    this.#inFlight++;
    this.#gate.begin(item.task);
    this.#forget(item);
    if (woken) this.#wake(woken);
    this.#start(item.job);
  }
}
