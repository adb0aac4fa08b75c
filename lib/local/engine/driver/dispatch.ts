import type { Kernel } from "../core/kernel.ts";
import type { MemoLoader } from "../core/memo.ts";
import type { Job, Memo } from "../core/model.ts";
import { failRun } from "../runs/end.ts";
import { arm, hold } from "../runs/jobs.ts";
import { applyReply, type Reply } from "../runs/reply.ts";
import { watchTimeouts } from "../runs/start.ts";
import { readAnswer, readFailure, workedMs } from "./answer.ts";
import type { HttpAnswer, HttpClient } from "./http.ts";
import { buildRequest } from "./request.ts";

const ANSWER_BYTES_MAX = 64 * 1024 * 1024;
const RELOAD_MS = 500;

/** What the application did not work on it, the request waited: that says how busy its processor is. */
const measure = (k: Kernel, answer: HttpAnswer, tookMs: number): void => {
  k.counters.requestMs += tookMs;
  const worked = workedMs(answer);
  if (worked === null) return;
  k.counters.appMs += worked;
  k.limit?.sample(tookMs - worked, performance.now());
};

/** Sends jobs the scheduler starts to the application and applies what comes back. */
export class Dispatcher {
  readonly #kernel: () => Kernel;
  readonly #http: HttpClient;
  readonly #loader: () => MemoLoader;

  constructor(kernel: () => Kernel, http: HttpClient, loader: () => MemoLoader) {
    this.#kernel = kernel;
    this.#http = http;
    this.#loader = loader;
  }

  /** Starts a job. The scheduler has reserved its places; they are released when the answer is in. */
  start(job: Job): void {
    const k = this.#kernel();
    const { run } = job;
    const { app } = run.fn;
    if (app.downSince !== null && app.probe !== job) {
      if (job.task) k.scheduler.release(job.task);
      hold(job);
      return;
    }
    job.state = "running";
    const generation = ++job.generation;
    job.startedAt = k.clock.now();
    k.parked.delete(run);
    if (run.startedAt === null) {
      run.startedAt = job.startedAt;
      run.status = "Running";
      watchTimeouts(k, run);
    }
    if (run.memo) this.#send(k, job, generation, run.memo);
    else void this.#loadAndSend(k, job, generation);
  }

  async #loadAndSend(k: Kernel, job: Job, generation: number): Promise<void> {
    try {
      await this.#loader().load(job.run);
    } catch (error) {
      k.logger("warn", "a run could not be loaded", { run: job.run.id, why: String(error) });
      if (job.task) k.scheduler.release(job.task);
      if (job.generation !== generation || job.run.endedAt !== null) return;
      job.state = "idle";
      job.due = k.clock.now() + RELOAD_MS;
      arm(k, job);
      return;
    }
    const { memo } = job.run;
    if (memo && job.generation === generation) this.#send(k, job, generation, memo);
    else if (job.task) k.scheduler.release(job.task);
  }

  #send(k: Kernel, job: Job, generation: number, memo: Memo): void {
    const { task } = job;
    k.counters.requests++;
    const sentAt = performance.now();
    if (task) k.counters.queueMs += sentAt - task.queuedAt;
    const finish = (reply: Reply): void => {
      if (k.closed) return;
      if (task) k.scheduler.release(task);
      applyReply(k, job, generation, reply);
    };
    this.#http
      .send({
        method: "POST",
        ...buildRequest(k, job, memo),
        timeoutMs: k.options.requestTimeoutMs,
        bytesMax: ANSWER_BYTES_MAX,
      })
      .then((answer) => {
        measure(k, answer, performance.now() - sentAt);
        return readAnswer(answer);
      }, readFailure)
      .then(finish)
      .catch((error: unknown) => {
        const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
        k.logger("error", "an answer could not be applied", { run: job.run.id, why });
        failRun(
          k,
          job.run,
          "EngineError",
          `the engine could not apply the answer: ${String(error)}`,
        );
      });
  }
}
