import { type Kernel, nextSequence } from "../core/kernel.ts";
import { park } from "../core/memo.ts";
import type { Job, Run } from "../core/model.ts";
import { backoffMs, retryAfterMs } from "../schedule/backoff.ts";
import { markDown, markUp } from "./app-down.ts";
import { endRun, failRun } from "./end.ts";
import { arm, hold, retry, saveRun, wantDiscovery } from "./jobs.ts";
import { applyOps, COMPLETE_ID, completeRun, exhaustStep, type Op, type Outcome } from "./ops.ts";
import { passedLimit, settle } from "./record.ts";

/** What the application's answer to a request comes to. */
export type Reply =
  | { kind: "ops"; ops: Op[]; retryAfter: string | undefined; serial: boolean }
  | { kind: "done"; output: string }
  | {
      kind: "failed";
      status: number;
      final: boolean;
      retryAfter: string | undefined;
      error: string;
    }
  | { kind: "broken"; status: number; message: string }
  | { kind: "down"; message: string }
  | { kind: "again" };

type Failure = {
  status: number;
  error: string;
  final: boolean;
  retryAfter: string | undefined;
  step: Op | null;
};

/** Applies the answer to a request. Answers to a request that is no longer the job's are dropped. */
export const applyReply = (k: Kernel, job: Job, generation: number, reply: Reply): void => {
  if (job.generation !== generation || job.run.endedAt !== null) return;
  const { run } = job;
  job.state = "idle";
  if (reply.kind === "down") {
    hold(job);
    markDown(k, run.fn.app, reply.message);
    return;
  }
  markUp(k, run.fn.app);
  if (reply.kind === "again") arm(k, job);
  else if (reply.kind === "done") completeRun(k, run, reply.output);
  else if (reply.kind === "ops") applyAnswer(k, job, reply);
  else if (reply.kind === "failed") failTry(k, job, { ...reply, step: null });
  else failBroken(k, job, reply.status, reply.message);
};

const failBroken = (k: Kernel, job: Job, status: number, message: string): void => {
  const error = JSON.stringify({ __serialized: true, name: "ResponseError", message, stack: "" });
  failTry(k, job, { status, error, final: false, retryAfter: undefined, step: null });
};

const applyAnswer = (k: Kernel, job: Job, reply: Extract<Reply, { kind: "ops" }>): void => {
  const { run } = job;
  const outcome = applyOps(k, run, job, reply.ops);
  if (run.endedAt !== null) return;
  const limit = passedLimit(run);
  if (limit) {
    failRun(k, run, "LimitExceededError", limit);
  } else if (outcome.failed) {
    failStep(k, job, outcome.failed, reply.retryAfter);
  } else if (job.kind === "step") {
    if (run.open?.get(job.step) === job)
      failBroken(k, job, 206, "the answer has no result for the planned step");
    else settle(k, run);
  } else {
    if (reply.serial && outcome.opened > 1) run.race = true;
    goOn(k, run, outcome);
  }
  if (run.endedAt === null) rest(k, run);
};

/** After a discovery: ask again, or wait for what was opened. */
const goOn = (k: Kernel, run: Run, outcome: Outcome): void => {
  if (run.again || outcome.discover || (outcome.recorded > 0 && (!run.open || run.race))) {
    run.again = false;
    wantDiscovery(k, run);
  } else if (!run.open) {
    failBroken(k, run.discovery, 206, "the answer has neither a result nor anything to wait for");
  }
};

/** Writes what changed on a run that stops asking for now, and lets its payload go when memory is short. */
const rest = (k: Kernel, run: Run): void => {
  if (!run.open || run.discovery.state !== "idle") return;
  if (run.saved.startedAt === null || run.saved.race !== run.race) saveRun(k, run);
  park(k, run);
};

const failStep = (k: Kernel, job: Job, op: Op, retryAfter: string | undefined): void => {
  const error = JSON.stringify(op.error ?? op.data ?? null);
  const step = op.id === COMPLETE_ID ? null : op;
  failTry(k, job, { status: 206, error, final: false, retryAfter, step });
};

/** A try has failed: another one follows, or its error becomes the step's or the run's. */
const failTry = (k: Kernel, job: Job, failure: Failure): void => {
  const { run } = job;
  const now = k.clock.now();
  const seq = nextSequence(k);
  k.log.put("attempt", `${run.id} ${seq}`, {
    run: run.id,
    seq,
    step: failure.step?.id ?? job.step,
    attempt: job.attempt,
    startedAt: job.startedAt,
    endedAt: now,
    status: failure.status,
    error: failure.error.slice(0, 8_000),
  });
  if (!failure.final && job.attempt + 1 < run.fn.config.tries) {
    const asked = retryAfterMs(failure.retryAfter, now);
    retry(k, job, asked ?? backoffMs(job.attempt + 1, k.options.retryScale, k.random));
  } else if (failure.step) {
    exhaustStep(k, run, job, failure.step);
    settle(k, run);
  } else {
    endRun(k, run, "Failed", failure.error);
  }
};
