import type { Kernel } from "../core/kernel.ts";
import type { Job, Pause, Run, RunStatus } from "../core/model.ts";
import { compile } from "../expression/compile.ts";
import { equality } from "../expression/paths.ts";
import { arm, newJob } from "../runs/jobs.ts";
import { isPause, open } from "../runs/record.ts";
import { watchTimeouts, withDiscovery } from "../runs/start.ts";
import { armPause, armSleep } from "../runs/waits.ts";

type RunRow = {
  id: string;
  fn: string;
  status: string;
  events: string;
  tenant: string | null;
  flow: string;
  lanes: string;
  cancels: string | null;
  parent_run: string | null;
  parent_step: string | null;
  replay_of: string | null;
  cron: string | null;
  singleton_key: string | null;
  queued_at: number;
  started_at: number | null;
  due: number;
  attempt: number;
  priority_ms: number;
  batch: number;
  internal: number;
  race: number;
};
type JobRow = {
  run: string;
  step: string;
  kind: string;
  name: string;
  due: number;
  attempt: number;
};
type PauseRow = {
  run: string;
  step: string;
  kind: string;
  name: string;
  target: string;
  condition: string | null;
  captured: string;
  expires: number;
};

const CHUNK = 10_000;

/** A condition with the value of the run's event it compares to, made from what was captured of that event. */
const conditionOf = (
  text: string | null,
  captured: string,
): Pick<Pause, "condition" | "equality" | "captured"> => {
  const condition = text === null ? null : compile(text);
  return { condition, captured, equality: condition && equality(condition, JSON.parse(captured)) };
};

const cancelsOf = (run: Run, json: string | null): Pause[] => {
  if (json === null) return [];
  const list = JSON.parse(json) as {
    event: string;
    if: string | null;
    captured: string;
    expires: number;
  }[];
  return list.map((entry) => ({
    run,
    kind: "cancel" as const,
    step: "",
    name: "",
    target: entry.event,
    expires: entry.expires,
    timer: null,
    ...conditionOf(entry.if, entry.captured),
  }));
};

const savedOf = (row: RunRow): Run["saved"] => ({
  startedAt: row.started_at,
  attempt: row.attempt,
  due: row.due,
  race: row.race === 1,
});

const runOf = (k: Kernel, row: RunRow): Run | null => {
  const fn = k.fns.get(row.fn);
  if (!fn) return null;
  const run = withDiscovery({
    id: row.id,
    fn,
    eventIds: row.events.split(" "),
    status: row.status as RunStatus,
    queuedAt: row.queued_at,
    startedAt: row.started_at,
    endedAt: null,
    output: null,
    tenant: row.tenant,
    flow: row.flow,
    priorityMs: row.priority_ms,
    laneKeys: JSON.parse(row.lanes),
    parent: row.parent_run === null ? null : { run: row.parent_run, step: row.parent_step ?? "" },
    replayOf: row.replay_of,
    cron: row.cron,
    batch: row.batch === 1,
    internal: row.internal === 1,
    singletonKey: row.singleton_key,
    race: row.race === 1,
    again: false,
    open: null,
    cancels: [],
    memo: null,
    loading: null,
    late: null,
    timer: null,
    saved: savedOf(row),
  });
  run.discovery.due = row.due;
  run.discovery.attempt = row.attempt;
  run.cancels = cancelsOf(run, row.cancels);
  return run;
};

const pauseOf = (run: Run, row: PauseRow): Pause => ({
  run,
  kind: row.kind as Pause["kind"],
  step: row.step,
  name: row.name,
  target: row.target,
  expires: row.expires,
  timer: null,
  ...conditionOf(row.condition, row.captured),
});

const jobOf = (run: Run, row: JobRow): Job =>
  Object.assign(newJob(run, row.kind as Job["kind"], row.step, row.name), {
    due: row.due,
    attempt: row.attempt,
  });

const restoreOpen = async (k: Kernel): Promise<void> => {
  for await (const rows of k.reader<JobRow[]>`select * from engine.job`.cursor(CHUNK)) {
    for (const row of rows) {
      const run = k.runs.get(row.run);
      if (run) open(run, jobOf(run, row));
    }
  }
  for await (const rows of k.reader<PauseRow[]>`select * from engine.pause`.cursor(CHUNK)) {
    for (const row of rows) {
      const run = k.runs.get(row.run);
      if (run) open(run, pauseOf(run, row));
    }
  }
};

const armOpen = (k: Kernel, item: Job | Pause): void => {
  if (!isPause(item)) {
    if (item.kind === "sleep") armSleep(k, item);
    else arm(k, item);
    return;
  }
  if (item.kind === "event") k.waits.add(item);
  if (item.kind === "signal") k.signals.set(item.target, item);
  armPause(k, item);
};

const go = (k: Kernel, run: Run): void => {
  for (const pause of run.cancels) k.cancels.add(pause);
  if (run.singletonKey) k.singletons.set(run.singletonKey, run);
  watchTimeouts(k, run);
  for (const item of [...(run.open?.values() ?? [])]) armOpen(k, item);
  if (!run.open || run.race) arm(k, run.discovery);
};

/**
 * Loads every run that has not ended, without its payload. What was out at the application when the engine went
 * has no result, so it is asked for again. An invoked run that ended is already recorded at its parent.
 */
export const restoreRuns = async (k: Kernel): Promise<Run[]> => {
  const query = k.reader<RunRow[]>`select * from engine.run where ended_at is null order by id`;
  for await (const rows of query.cursor(CHUNK)) {
    for (const row of rows) {
      const run = runOf(k, row);
      if (run) k.runs.set(run.id, run);
    }
  }
  await restoreOpen(k);
  const runs = [...k.runs.values()];
  for (const run of runs) go(k, run);
  return runs;
};
