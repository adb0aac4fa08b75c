import type { Kernel } from "../core/kernel.ts";
import type { Job, Run } from "../core/model.ts";
import type { Task } from "../schedule/scheduler.ts";

/** When a job is due that need not wait: not the present, which a clock that is set back would make the future. */
export const AT_ONCE = 0;

/** A job that nothing is known about yet. */
export const newJob = (run: Run, kind: Job["kind"], step: string, name = ""): Job => ({
  run,
  kind,
  step,
  name,
  due: AT_ONCE,
  attempt: 0,
  generation: 0,
  state: "idle",
  timer: null,
  task: null,
  startedAt: 0,
});

/** Of all places, so many may be taken by one flow: the rest stays for others, however long its work takes. */
const FLOW_SHARE = 0.8;

const lanesOf = (k: Kernel, run: Run): Task["lanes"] => {
  const lanes = run.fn.config.concurrency.map(({ limit, key, scope }, i) => {
    const owner = scope === "fn" ? `${run.fn.id}#${i}` : `*${key?.text ?? ""}`;
    return { key: `${owner}|${run.laneKeys[i] ?? ""}`, limit };
  });
  if (run.flow)
    lanes.push({ key: `flow|${run.flow}`, limit: Math.ceil(k.options.inFlight * FLOW_SHARE) });
  return lanes;
};

const taskOf = (k: Kernel, { run }: Job): Task => ({
  flow: run.flow,
  priorityMs: run.priorityMs,
  continues: run.startedAt !== null,
  queuedAt: performance.now(),
  lanes: lanesOf(k, run),
});

/**
 * Lets a job start when it is due. Call it only when what justifies the job is committed.
 * Jobs of a paused function's new runs and of an application that is away are held.
 */
export const arm = (k: Kernel, job: Job): void => {
  const { run } = job;
  if (run.endedAt !== null || job.state !== "idle" || k.closed) return;
  if (job.due > k.clock.now()) {
    job.state = "timer";
    job.timer = k.timers.at(job.due, () => {
      job.timer = null;
      job.state = "idle";
      arm(k, job);
    });
    return;
  }
  if (run.fn.pausedAt !== null && run.startedAt === null) {
    job.state = "held";
    run.fn.held.add(job);
  } else if (run.fn.app.downSince !== null && run.fn.app.probe !== job) {
    hold(job);
  } else {
    job.state = "queued";
    job.task = taskOf(k, job);
    k.scheduler.enqueue(job, job.task, k.clock.now());
  }
};

/** Keeps a job until its application answers again. */
export const hold = (job: Job): void => {
  job.state = "held";
  job.run.fn.app.held.add(job);
};

/** Lets held jobs go on. */
export const unhold = (k: Kernel, held: Set<Job>): void => {
  const jobs = [...held];
  held.clear();
  for (const job of jobs) {
    job.state = "idle";
    arm(k, job);
  }
};

/** Takes a job out of wherever it is; a request of it that is under way becomes stale. */
export const dropJob = (k: Kernel, job: Job): void => {
  if (job.timer) k.timers.cancel(job.timer);
  job.timer = null;
  if (job.state === "queued") k.scheduler.remove(job);
  if (job.state === "held") {
    job.run.fn.held.delete(job);
    job.run.fn.app.held.delete(job);
  }
  job.state = "idle";
  job.generation++;
};

/** Tries a job again after `delayMs`, with the next attempt number. */
export const retry = (k: Kernel, job: Job, delayMs: number): void => {
  job.attempt++;
  job.due = k.clock.now() + delayMs;
  k.counters.retries++;
  saveJob(k, job);
  k.log.after(() => arm(k, job));
};

/** Writes a job: a discovery is part of its run's row. */
const saveJob = (k: Kernel, job: Job): void => {
  if (job.kind === "discovery") saveRun(k, job.run);
  else k.log.put("job", `${job.run.id} ${job.step}`, job);
};

/** Writes the part of a run's row that changes. */
export const saveRun = (k: Kernel, run: Run): void => {
  run.saved.startedAt = run.startedAt;
  run.saved.attempt = run.discovery.attempt;
  run.saved.due = run.discovery.due;
  run.saved.race = run.race;
  k.log.put("runUpdate", run.id, run);
};

/**
 * Asks the application what comes next, once. While a discovery is under way another one follows it.
 */
export const wantDiscovery = (k: Kernel, run: Run): void => {
  const job = run.discovery;
  if (job.state === "running") {
    run.again = true;
    return;
  }
  if (job.state !== "idle") return;
  job.attempt = 0;
  job.due = AT_ONCE;
  if (run.saved.attempt !== 0 || run.saved.due > job.due) saveRun(k, run);
  k.log.after(() => arm(k, job));
};
